# GoogleTest suites: one folder per room in tests/, each with its own CMakeLists.txt that calls flow_add_test.
include_guard(GLOBAL)
find_package(GTest CONFIG QUIET)
if(NOT GTest_FOUND)
    message(STATUS "GoogleTest was not found (libgtest-dev, libgmock-dev): the C++ tests are left out")
    return()
endif()
enable_testing()
include(GoogleTest)

# GoogleTest's headers take longer to read than most tests take to compile: all test programs share one reading of them. A test still includes what
# it uses; this is only about time.
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/test_headers.cpp" CONTENT "// The headers that all tests share are compiled with this file.\n")
add_library(flow_test_headers OBJECT "${CMAKE_CURRENT_BINARY_DIR}/test_headers.cpp")
target_link_libraries(flow_test_headers PRIVATE flow_warnings GTest::gmock GTest::gtest)
target_compile_options(flow_test_headers PRIVATE -O0)
target_precompile_headers(flow_test_headers PRIVATE
    <algorithm> <filesystem> <fstream> <functional> <map> <optional> <random> <set> <string> <string_view> <variant> <vector>
    <gmock/gmock.h> <gtest/gtest.h> <nlohmann/json.hpp>)

# flow_add_test(name SOURCES a_test.cpp … LIBRARIES flow_graph … [TIMEOUT seconds]): a test program whose cases ctest knows one by one.
function(flow_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 test "" "TIMEOUT" "SOURCES;LIBRARIES")
    if(NOT test_TIMEOUT)
        set(test_TIMEOUT 120)
    endif()
    add_executable(${name} ${test_SOURCES})
    target_link_libraries(${name} PRIVATE ${test_LIBRARIES} flow_warnings GTest::gmock GTest::gtest GTest::gtest_main)
    # What the tests themselves are made of need not be fast: half the time of compiling them. What they test is compiled as always.
    target_compile_options(${name} PRIVATE -O0)
    target_precompile_headers(${name} REUSE_FROM flow_test_headers)
    gtest_discover_tests(${name}
        TEST_PREFIX "${name}."
        DISCOVERY_TIMEOUT 60
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
        PROPERTIES TIMEOUT ${test_TIMEOUT})
endfunction()

file(GLOB test_rooms CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/*/CMakeLists.txt")
foreach(room IN LISTS test_rooms)
    get_filename_component(room_dir "${room}" DIRECTORY)
    add_subdirectory("${room_dir}")
endforeach()
