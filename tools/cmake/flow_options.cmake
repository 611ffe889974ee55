# flow_warnings: what every target of this project is compiled with. Link it PRIVATE or PUBLIC; it has no code.
#  - warnings, as errors if FLOW_WERROR
#  - includes from the repository root, from build/generated, and of the header-only libraries (as SYSTEM)
include_guard(GLOBAL)

# Header-only libraries are linked into a folder of their own: `-I/usr/include` would give em++ the wrong C library.
set(FLOW_SYSTEM_HEADERS "${CMAKE_BINARY_DIR}/include")
set(FLOW_HEADER_HINTS "" CACHE STRING "Folders that hold tl/expected.hpp, nlohmann/json.hpp and xxhash.h, if not the system's")

# Makes FLOW_SYSTEM_HEADERS/<name> lead to what holds `header`. `name` is a folder or a single file of the include path.
function(flow_link_header name header debian_package)
    find_path(FLOW_DIR_OF_${name} "${header}"
        HINTS ${FLOW_HEADER_HINTS}
        PATHS /usr/include /usr/local/include /opt/homebrew/include
        NO_CMAKE_FIND_ROOT_PATH)
    if(NOT FLOW_DIR_OF_${name})
        message(FATAL_ERROR "The header ${header} was not found: install ${debian_package}, or name its folder with -DFLOW_HEADER_HINTS=…")
    endif()
    file(MAKE_DIRECTORY "${FLOW_SYSTEM_HEADERS}")
    if(NOT EXISTS "${FLOW_SYSTEM_HEADERS}/${name}")
        file(CREATE_LINK "${FLOW_DIR_OF_${name}}/${name}" "${FLOW_SYSTEM_HEADERS}/${name}" SYMBOLIC RESULT link_failed)
        if(link_failed)  # Windows without the right to make links
            file(COPY "${FLOW_DIR_OF_${name}}/${name}" DESTINATION "${FLOW_SYSTEM_HEADERS}")
        endif()
    endif()
endfunction()

flow_link_header(tl tl/expected.hpp libexpected-dev)
flow_link_header(nlohmann nlohmann/json.hpp nlohmann-json3-dev)
flow_link_header(xxhash.h xxhash.h libxxhash-dev)

add_library(flow_warnings INTERFACE)
target_compile_features(flow_warnings INTERFACE cxx_std_20)
target_include_directories(flow_warnings INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/build/generated")
target_include_directories(flow_warnings SYSTEM INTERFACE "${FLOW_SYSTEM_HEADERS}")
if(MSVC)
    target_compile_options(flow_warnings INTERFACE /W4 /utf-8 /permissive- $<$<BOOL:${FLOW_WERROR}>:/WX>)
else()
    target_compile_options(flow_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow $<$<BOOL:${FLOW_WERROR}>:-Werror>)
    # __FILE__ (in FLOW_CHECK) names files from the repository root: what is shipped is the same wherever it was built.
    add_compile_options("-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 14 takes the empty alternatives of a moved-from std::variant for uninitialised; the sanitizers' build finds what really is.
    target_compile_options(flow_warnings INTERFACE -Wno-maybe-uninitialized)
endif()

# The core throws nothing. In the browser exceptions are off altogether, which saves a third of the code.
if(EMSCRIPTEN)
    add_compile_options(-fno-exceptions)
    add_compile_definitions(JSON_NOEXCEPTION)
endif()

# What AddressSanitizer finds anyway (null, what is gone, what is too short) is not asked once more at each step: it would be half of the time of compiling.
if(FLOW_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,alignment,object-size,vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()

# In the page these sources are compiled for size instead of speed: the page waits for every byte before the editor is there.
function(flow_small)
    if(EMSCRIPTEN)
        set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-Os")
    endif()
endfunction()
