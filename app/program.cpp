// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"

#include <cerrno>
#include <clocale>
#include <cstdlib>
#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

namespace opal {

namespace {

void keepStreams()
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
        if (::fcntl(stream, F_GETFD) >= 0 || errno != EBADF)
            continue;
        // The lowest free number is this one. What is printed to a closed standard output is to fail.
        if (::open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY) != stream)
            std::_Exit(EXIT_FAILURE);
    }
}

} // namespace

void prepareProgram()
{
    keepStreams();
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home == '\0')
        if (const passwd* account = ::getpwuid(::getuid()); account != nullptr && account->pw_dir != nullptr)
            ::setenv("HOME", account->pw_dir, 1);
}

void keepNumbersPlain()
{
    std::setlocale(LC_NUMERIC, "C");
}

} // namespace opal
