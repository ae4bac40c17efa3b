// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testprogram.h"

#include <cstdio>
#include <map>
#include <vector>

#include <QCoreApplication>
#include <QFileInfo>
#include <QMetaMethod>
#include <QSet>
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

/// The test functions of `test` that are measurements, or those that are not.
QList<QByteArray> functionsOf(const QObject& test, bool measurements)
{
    QList<QByteArray> names;
    const QMetaObject& type = *test.metaObject();
    for (int index = type.methodOffset(); index < type.methodCount(); ++index) {
        const QMetaMethod method = type.method(index);
        const QByteArray name = method.name();
        static const QSet<QByteArray> special { "initTestCase", "cleanupTestCase", "init", "cleanup" };
        if (method.methodType() == QMetaMethod::Slot && method.access() == QMetaMethod::Private
            && method.parameterCount() == 0 && !special.contains(name) && !name.endsWith("_data")
            && name.startsWith("bench") == measurements)
            names << name;
    }
    return names;
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
    const std::unique_ptr<QObject> object = test->second();
    const bool measurements = arguments.value(2) == QLatin1String("--bench");
    QList<QByteArray> functions;
    std::vector<char*> rest { argv[0] };
    if (argc == 2 || measurements) {
        functions = functionsOf(*object, measurements);
        if (functions.isEmpty())
            return 0;
        for (QByteArray& function : functions)
            rest.push_back(function.data());
    } else {
        rest.insert(rest.end(), argv + 2, argv + argc);
    }
    return QTest::qExec(object.get(), static_cast<int>(rest.size()), rest.data());
}

} // namespace opal
