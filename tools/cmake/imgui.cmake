# imgui: Dear ImGui (>= 1.92) as a library, without demo and debug windows. The source is no part of this repository:
# IMGUI_SOURCE_DIR names it; `npm start` puts it into build/deps/imgui; without either CMake fetches it.
include_guard(GLOBAL)

set(IMGUI_SOURCE_DIR "" CACHE PATH "Folder of Dear ImGui's source (imgui.h in it), 1.92 or later")

set(imgui_dir "${IMGUI_SOURCE_DIR}")
if(NOT imgui_dir AND DEFINED ENV{IMGUI_SOURCE_DIR})
    set(imgui_dir "$ENV{IMGUI_SOURCE_DIR}")
endif()
if(NOT imgui_dir AND EXISTS "${PROJECT_SOURCE_DIR}/build/deps/imgui/imgui.h")
    set(imgui_dir "${PROJECT_SOURCE_DIR}/build/deps/imgui")
endif()
if(NOT imgui_dir)
    include(FetchContent)
    FetchContent_Declare(imgui_source
        GIT_REPOSITORY https://github.com/ocornut/imgui.git
        GIT_TAG 45acd5e0e82f4c954432533ae9985ff0e1aad6d5)  # v1.92.2b
    FetchContent_GetProperties(imgui_source)
    if(NOT imgui_source_POPULATED)
        FetchContent_Populate(imgui_source)
    endif()
    set(imgui_dir "${imgui_source_SOURCE_DIR}")
endif()

if(NOT EXISTS "${imgui_dir}/imgui.h")
    message(FATAL_ERROR "Dear ImGui's source was not found in '${imgui_dir}': set IMGUI_SOURCE_DIR to a folder with imgui.h")
endif()
file(STRINGS "${imgui_dir}/imgui.h" imgui_version_line REGEX "^#define IMGUI_VERSION_NUM +[0-9]+")
string(REGEX MATCH "[0-9]+$" imgui_version "${imgui_version_line}")
if(imgui_version LESS 19200)
    message(FATAL_ERROR "Dear ImGui in '${imgui_dir}' is version ${imgui_version}; 1.92 (19200) or later is needed")
endif()

add_library(imgui STATIC
    "${imgui_dir}/imgui.cpp"
    "${imgui_dir}/imgui_draw.cpp"
    "${imgui_dir}/imgui_tables.cpp"
    "${imgui_dir}/imgui_widgets.cpp")
# One window without widgets is all that there is of it: only drawing has to be fast.
flow_small("${imgui_dir}/imgui.cpp" "${imgui_dir}/imgui_tables.cpp" "${imgui_dir}/imgui_widgets.cpp")
target_include_directories(imgui SYSTEM PUBLIC "${imgui_dir}")
# 32-bit indices: a graph of thousands of nodes is drawn in one list. Emoji lie beyond 16 bits. No files, no shell: the page has neither.
target_compile_definitions(imgui PUBLIC
    "ImDrawIdx=unsigned int"
    IMGUI_USE_WCHAR32
    IMGUI_DISABLE_DEMO_WINDOWS
    IMGUI_DISABLE_DEBUG_TOOLS
    IMGUI_DISABLE_OBSOLETE_FUNCTIONS
    IMGUI_DISABLE_FILE_FUNCTIONS
    IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS)
if(EMSCRIPTEN)
    target_sources(imgui PRIVATE "${imgui_dir}/backends/imgui_impl_opengl3.cpp")
    target_include_directories(imgui SYSTEM PUBLIC "${imgui_dir}/backends")
    target_compile_definitions(imgui PUBLIC IMGUI_IMPL_OPENGL_ES3)
endif()
