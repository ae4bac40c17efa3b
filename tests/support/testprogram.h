// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QStringList>

namespace opal {

/// A test program holds many test classes: `program tst_metrics [arguments of Qt Test]` runs that of
/// tst_metrics.cpp.
struct RegisteredTest
{
    /// `file` is __FILE__.
    RegisteredTest(const char* file, std::function<std::unique_ptr<QObject>()> make);
};

/// `program mode arguments` calls `run` instead of a test: for what a test starts as a process of its own to
/// kill it.
struct RegisteredMode
{
    /// `run` takes the arguments behind the mode and returns the exit code.
    RegisteredMode(const char* mode, std::function<int(const QStringList&)> run);
};

/// Exit code of the test or mode named by the first argument; 2 with a list of the tests if there is none of
/// that name. An application object must exist.
int runTestProgram(int argc, char** argv);

} // namespace opal

#define OPAL_TEST(Class)                                                                                     \
    static const opal::RegisteredTest registered##Class(__FILE__, [] { return std::make_unique<Class>(); });
