# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` copies and what `cpack -G DEB` packs.
include(GNUInstallDirs)

install(TARGETS opal RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET opal-engine)
    # Beside bin/, wherever that is: the program looks for it from where it is.
    install(TARGETS opal-engine LIBRARY DESTINATION ${OPAL_ENGINE_FOLDER})
endif()
install(FILES ${CMAKE_SOURCE_DIR}/resources/python/opal_model.py ${CMAKE_SOURCE_DIR}/resources/python/sasrec.py
              ${CMAKE_SOURCE_DIR}/resources/python/remi.py DESTINATION ${CMAKE_INSTALL_DATADIR}/opal-studio/python)
install(FILES ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/opal-studio RENAME NEWS.md)
if(GUI)
    install(TARGETS opal-studio RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES ${CMAKE_SOURCE_DIR}/resources/desktop/opal-studio.desktop
        DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES ${CMAKE_SOURCE_DIR}/resources/desktop/opal-studio.metainfo.xml
        DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo RENAME org.opalstudio.OpalStudio.metainfo.xml)
    install(FILES ${CMAKE_SOURCE_DIR}/resources/mime/opal-studio.xml
        DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
    install(FILES ${CMAKE_SOURCE_DIR}/resources/icons/opal-studio.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
    install(FILES ${CMAKE_SOURCE_DIR}/resources/desktop/icons/application-x-opal-dataset.svg
            ${CMAKE_SOURCE_DIR}/resources/desktop/icons/application-x-opal-run.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/mimetypes)
endif()

set(CPACK_PACKAGE_NAME opal-studio)
set(CPACK_PACKAGE_VENDOR "OPAL Studio developers")
set(CPACK_PACKAGE_CONTACT
    "OPAL Studio developers <opal-studio@users.noreply.github.com>"
    CACHE STRING "Who answers for a package built here, as in 'Name <mail address>'")
set(OPAL_HOMEPAGE "" CACHE STRING "Home page that the package names; empty: none")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${OPAL_HOMEPAGE}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "studio for multi-interest video recommendation")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "OPAL Studio imports interaction logs of micro-video platforms, trains
recommenders that give every user several interest vectors, recalls videos
with each of them, and shows which interest found what. Every run is kept in
one SQLite file.
.
The package holds the window (opal-studio) and the command line (opal).")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded at run time, so that no link shows them: the SQLite driver, the window system's plugins, a fast BLAS,
# the fonts of the figures.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread | libopenblas0")
if(GUI)
    string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libqt6sql6-sqlite, qt6-qpa-plugins, fonts-dejavu-core")
    set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-translations-l10n")
else()
    string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libqt6sql6-sqlite")
endif()
# Debian's policy wants the changelog compressed, without a time in it.
find_program(GZIP gzip REQUIRED)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/packaging)
configure_file(${CMAKE_SOURCE_DIR}/resources/packaging/changelog.Debian.in ${CMAKE_BINARY_DIR}/packaging/changelog.Debian @ONLY)
foreach(page ${CMAKE_SOURCE_DIR}/resources/man/opal.1
        ${CMAKE_SOURCE_DIR}/resources/man/opal-studio.1 ${CMAKE_BINARY_DIR}/packaging/changelog.Debian)
    get_filename_component(name ${page} NAME)
    execute_process(COMMAND ${GZIP} -9 -n -c ${page}
        OUTPUT_FILE ${CMAKE_BINARY_DIR}/packaging/${name}.gz COMMAND_ERROR_IS_FATAL ANY)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/packaging/opal.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
if(GUI)
    install(FILES ${CMAKE_BINARY_DIR}/packaging/opal-studio.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
# The version has no Debian revision, so that the package is native and its changelog has the short name.
install(FILES ${CMAKE_BINARY_DIR}/packaging/changelog.Debian.gz RENAME changelog.gz
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/opal-studio)
install(FILES ${CMAKE_SOURCE_DIR}/resources/packaging/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/opal-studio)
foreach(program opal opal-studio)
    if(TARGET ${program})
        target_link_options(${program} PRIVATE LINKER:-z,relro,-z,now)
    endif()
endforeach()
include(CPack)
