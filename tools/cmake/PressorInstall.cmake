# What `cmake --install` and the Debian packages hold: the program with models, scenarios, manual page and completion
# (component program), and the library for `find_package(pressor)` (component library).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(PRESSOR_SHARE ${CMAKE_INSTALL_DATADIR}/pressor)
install(TARGETS pressor RUNTIME COMPONENT program)
install(DIRECTORY models scenarios DESTINATION ${PRESSOR_SHARE} COMPONENT program)
install(FILES tools/share/pressor.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES tools/share/completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME pressor COMPONENT program)
install(FILES README.md LICENSE tools/share/DEPENDENCIES.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

get_property(rooms GLOBAL PROPERTY PRESSOR_ROOMS)
foreach(room IN LISTS rooms)
  set_target_properties(pressor_${room} PROPERTIES EXPORT_NAME ${room})
  install(TARGETS pressor_${room} EXPORT pressor ARCHIVE COMPONENT library FILE_SET HEADERS COMPONENT library)
endforeach()
set(PRESSOR_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/pressor)
install(EXPORT pressor NAMESPACE pressor:: FILE pressorTargets.cmake DESTINATION ${PRESSOR_PACKAGE_DIR}
        COMPONENT library)
configure_package_config_file(tools/share/pressorConfig.cmake.in "${CMAKE_BINARY_DIR}/pressorConfig.cmake"
                              INSTALL_DESTINATION ${PRESSOR_PACKAGE_DIR})
write_basic_package_version_file("${CMAKE_BINARY_DIR}/pressorConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/pressorConfig.cmake" "${CMAKE_BINARY_DIR}/pressorConfigVersion.cmake"
        DESTINATION ${PRESSOR_PACKAGE_DIR} COMPONENT library)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The pressor founders <pressor@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "simulator of shock pharmacology, from drug kinetics to randomized trials")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME pressor)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libpressor-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS
    "libboost-dev, libeigen3-dev, libyaml-cpp-dev, libhdf5-dev, libfmt-dev, libtbb-dev, libnlopt-cxx-dev, libssl-dev, libdeflate-dev, nlohmann-json3-dev")
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-pressor)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "pressor, python3 (>= 3.11), python3-numpy, python3-xarray, python3-h5netcdf")
set(CPACK_COMPONENTS_ALL program library)
if(PRESSOR_BUILD_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
include(CPack)
