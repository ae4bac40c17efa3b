// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

namespace opal {

/// Surroundings of one invocation that are not arguments.
struct CommandLineSettings
{
    bool terminal = false; ///< standard error is a terminal
    std::stop_token stop; ///< asks long work to finish its step, save and end
};

/// The whole program: parses `arguments` (without the program's name), runs the command, prints results to
/// `out` and all else to `err`, and returns the exit code. Nothing escapes it. A QCoreApplication must exist.
int runCommandLine(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err,
                   const CommandLineSettings& settings = {});

} // namespace opal
