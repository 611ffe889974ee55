# GoogleTest suites: one folder per room in tests/, each with its own CMakeLists.txt that calls flow_add_test.
include_guard(GLOBAL)
find_package(GTest CONFIG QUIET)
if(NOT GTest_FOUND)
    message(STATUS "GoogleTest was not found (libgtest-dev, libgmock-dev): the C++ tests are left out")
    return()
endif()
enable_testing()
include(GoogleTest)

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
