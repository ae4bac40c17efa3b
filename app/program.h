// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace opal {

/// What both programs do at the beginning of main(). A standard stream that is closed becomes one that cannot
/// be used, so that no file is opened under its number and written over; without HOME the account's own
/// folder is taken.
void prepareProgram();

/// What both programs do once Qt's application object is made, which takes the account's locale: numbers in
/// files, tables and messages keep their point whatever that is. Texts of the window follow QLocale.
void keepNumbersPlain();

} // namespace opal
