// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace opal {

/// This process in a form that no other process ever has: boot, process id and start time. A process id alone
/// is reused.
std::string currentProcessIdentity();

/// Which start of which kernel this is: the same in all containers of a machine. Empty where it is not told.
std::string bootIdentity();

/// The pid namespace: a process number means something within one alone.
std::string processNamespace();

/// True if the process that currentProcessIdentity() named is still running on this machine, as far as this
/// pid namespace sees it. Malformed text counts as gone.
bool isProcessAlive(const std::string& identity);

} // namespace opal
