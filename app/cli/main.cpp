// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <unistd.h>

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include "app/cli/commandline.h"
#include "app/cli/interrupt.h"
#include "app/program.h"
#include "core/base/version.h"
#include "core/jobs/jobs.h"
#ifdef OPAL_WITH_FIGURES
#include "app/cli/figureapplication.h"
#endif

int main(int argc, char* argv[])
{
    opal::prepareProgram();
    opal::prepareEngine();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    // Qt takes options of its own out of the arguments, --style among them.
    int programOnly = 1;
#ifdef OPAL_WITH_FIGURES
    const auto application = opal::makeApplication(arguments, programOnly, argv);
    QTranslator plurals; // "1 user", "2 users" in figures
    if (plurals.load(QStringLiteral(":/translations/opal-studio_en.qm")))
        QCoreApplication::installTranslator(&plurals);
#else
    const QCoreApplication application(programOnly, argv);
#endif
    opal::keepNumbersPlain();
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); // of numbers in figures
    QCoreApplication::setApplicationName(QStringLiteral("opal"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(opal::applicationVersion));
    try {
        const opal::Interrupt interrupt;
        return opal::runCommandLine(arguments, std::cout, std::cerr,
                                    { isatty(STDERR_FILENO) == 1, interrupt.token() });
    } catch (const std::exception& failure) {
        std::cerr << "error: " << failure.what() << '\n';
        return 1;
    }
}
