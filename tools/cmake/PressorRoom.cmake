# One library a room. A room lists its sources and the rooms and packages it may see.

add_library(pressor_flags INTERFACE)
target_compile_options(
  pressor_flags
  INTERFACE -Wall -Wextra -Wpedantic
            # In one piece with its neighbours a file would be told off for their names.
            $<IF:$<BOOL:${PRESSOR_UNITY}>,-Wno-shadow,-Wshadow> -Wconversion -Wsign-conversion -Wold-style-cast
            -Wnon-virtual-dtor -Woverloaded-virtual -Wdouble-promotion
            # The same bytes everywhere: no fused multiply-add, no fast-math.
            -ffp-contract=off
            # Square roots become instructions; lanes wider than a register may pass in memory.
            -fno-math-errno -Wno-psabi)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees overlap in "a" + string (GCC 105651) and unset members in structs of strings
  # (GCC 105562) where there are none. The sanitizer preset and clang-tidy look for the real ones.
  target_compile_options(pressor_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(PRESSOR_WARNINGS_AS_ERRORS)
  target_compile_options(pressor_flags INTERFACE -Werror)
endif()
if(PRESSOR_SANITIZE)
  target_compile_options(pressor_flags INTERFACE -fsanitize=${PRESSOR_SANITIZE}
                                                 -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(pressor_flags INTERFACE -fsanitize=${PRESSOR_SANITIZE})
endif()

if(PRESSOR_FUZZ)
  target_compile_options(pressor_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# pressor_room(NAME SOURCES a.cpp b.cpp [ROOMS core numerics] [PACKAGES Boost::headers]
#              [PRIVATE_PACKAGES yaml-cpp])
function(pressor_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ROOMS;PACKAGES;PRIVATE_PACKAGES" ${ARGN})
  set(target pressor_${name})
  add_library(${target} STATIC ${ROOM_SOURCES})
  add_library(pressor::${name} ALIAS ${target})
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>")
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON UNITY_BUILD ${PRESSOR_UNITY}
                                             UNITY_BUILD_BATCH_SIZE 8)
  target_link_libraries(${target} PRIVATE "$<BUILD_INTERFACE:pressor_flags>" ${ROOM_PRIVATE_PACKAGES})
  target_link_libraries(${target} PUBLIC ${ROOM_PACKAGES})
  foreach(room IN LISTS ROOM_ROOMS)
    target_link_libraries(${target} PUBLIC pressor::${room})
  endforeach()
  file(GLOB headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/pressor/${name}/*.h")
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES
                                  ${headers})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  set_property(GLOBAL APPEND PROPERTY PRESSOR_ROOMS ${name})
endfunction()

# pressor_lanes(TARGET a_v2.cpp a_v3.cpp a_v4.cpp): adds sources to a target, each compiled for the
# instruction set that its name ends in; on other processors it adds none.
function(pressor_lanes target)
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    return()
  endif()
  foreach(source IN LISTS ARGN)
    string(REGEX MATCH "_(v[234])\\.cpp$" match ${source})
    set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
                                                     "-O3;-march=x86-64-${CMAKE_MATCH_1}")
    target_sources(${target} PRIVATE ${source})
  endforeach()
endfunction()

# pressor_room_tests(NAME [ROOMS ...] [PACKAGES ...]): tests/NAME/*_test.cpp as one program.
function(pressor_room_tests name)
  cmake_parse_arguments(TEST "" "" "ROOMS;PACKAGES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${name}/*_test.cpp")
  set(target ${name}_tests)
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE pressor_flags pressor::${name} GTest::gmock_main
                                          ${TEST_PACKAGES})
  foreach(room IN LISTS TEST_ROOMS)
    target_link_libraries(${target} PRIVATE pressor::${room})
  endforeach()
  target_compile_definitions(${target} PRIVATE PRESSOR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${target} TEST_PREFIX "${name}." NO_PRETTY_VALUES PROPERTIES LABELS ${name} TIMEOUT 300
                       DISCOVERY_TIMEOUT 60)
endfunction()
