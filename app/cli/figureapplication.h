// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

class QCoreApplication;

namespace opal {

/// What the program runs in: fonts and plots need a graphical application, which the other commands do
/// without. Nothing is shown and no display is needed. `arguments` decide, argc and argv are what Qt is told;
/// both must outlive the result.
std::unique_ptr<QCoreApplication> makeApplication(const std::vector<std::string>& arguments, int& argc,
                                                  char* argv[]);

} // namespace opal
