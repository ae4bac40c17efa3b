// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testprogram.h"

#include <cstdio>
#include <map>
#include <vector>

#include <QCoreApplication>
#include <QFileInfo>
#include <QTest>

namespace opal {

namespace {

auto& tests()
{
    static std::map<QString, std::function<std::unique_ptr<QObject>()>> all;
    return all;
}

auto& modes()
{
    static std::map<QString, std::function<int(const QStringList&)>> all;
    return all;
}

} // namespace

RegisteredTest::RegisteredTest(const char* file, std::function<std::unique_ptr<QObject>()> make)
{
    tests()[QFileInfo(QString::fromUtf8(file)).completeBaseName()] = std::move(make);
}

RegisteredMode::RegisteredMode(const char* mode, std::function<int(const QStringList&)> run)
{
    modes()[QString::fromUtf8(mode)] = std::move(run);
}

int runTestProgram(int argc, char** argv)
{
    const QStringList arguments = QCoreApplication::arguments();
    const QString wanted = arguments.value(1);
    if (const auto mode = modes().find(wanted); mode != modes().end())
        return mode->second(arguments.mid(2));
    const auto test = tests().find(wanted);
    if (test == tests().end()) {
        std::fprintf(stderr, "The first argument must be one of:\n");
        for (const auto& [name, make] : tests())
            std::fprintf(stderr, "  %s\n", qPrintable(name));
        return 2;
    }
    // Settings and standard folders go by this name, so that tests beside each other do not share them.
    QCoreApplication::setApplicationName(wanted);
    std::vector<char*> rest { argv[0] };
    rest.insert(rest.end(), argv + 2, argv + argc);
    return QTest::qExec(test->second().get(), static_cast<int>(rest.size()), rest.data());
}

} // namespace opal
