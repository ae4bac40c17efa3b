// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QStyleFactory>

#include "app/launcher.h"
#include "app/program.h"
#include "app/studies.h"
#include "core/base/version.h"
#include "core/jobs/jobs.h"

namespace {

/// What the command line may hold.
struct Options
{
    Options()
    {
        parser.setApplicationDescription(QCoreApplication::translate(
            "main", "Trains and examines multi-interest recommenders for micro-video logs."));
        parser.addHelpOption();
        parser.addVersionOption();
        parser.addOptions({ workspace, demo, study });
        parser.addPositionalArgument(
            QStringLiteral("files"),
            QCoreApplication::translate("main",
                                        "Data sets, run bundles, figures, configurations or logs to open."),
            QStringLiteral("[FILE...]"));
    }

    QCommandLineOption workspace { QStringLiteral("workspace"),
                                   QCoreApplication::translate("main", "Folder of the runs and data sets."),
                                   QStringLiteral("DIR") };
    QCommandLineOption demo { QStringLiteral("demo"),
                              QCoreApplication::translate("main", "Make the built-in study and train it.") };
    QCommandLineOption study { QStringLiteral("study"),
                               QCoreApplication::translate("main", "Open a sample study: %1.")
                                   .arg(opal::sampleStudies().join(QStringLiteral(", "))),
                               QStringLiteral("NAME") };
    QCommandLineParser parser;
};

/// Ends the program if help or the version are asked for: that needs no screen.
void answerWithoutWindow(int argc, char** argv)
{
    const QCoreApplication program(argc, argv);
    Options options;
    if (options.parser.parse(program.arguments())
        && (options.parser.isSet(QStringLiteral("help")) || options.parser.isSet(QStringLiteral("version"))))
        options.parser.process(program);
}

} // namespace

int main(int argc, char** argv)
{
    opal::prepareProgram();
    QCoreApplication::setApplicationName(QStringLiteral("opal-studio"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(opal::applicationVersion));
    answerWithoutWindow(argc, argv);
    opal::prepareEngine();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const QApplication program(argc, argv);
    opal::keepNumbersPlain();
    QApplication::setApplicationDisplayName(QStringLiteral("OPAL Studio"));
    QApplication::setDesktopFileName(QStringLiteral("opal-studio"));
    Options options;
    options.parser.process(program);
    QStringList files;
    for (const QString& file : options.parser.positionalArguments())
        files << QFileInfo(file).absoluteFilePath();

    QApplication::setQuitOnLastWindowClosed(false);
    opal::Launcher launcher({ options.parser.value(options.workspace), files,
                              options.parser.isSet(options.demo), options.parser.value(options.study) });
    QObject::connect(&launcher, &opal::Launcher::opened, &launcher,
                     [] { QApplication::setQuitOnLastWindowClosed(true); });
    QObject::connect(
        &launcher, &opal::Launcher::finished, &launcher, [](int code) { QApplication::exit(code); },
        Qt::QueuedConnection);
    launcher.start();
    return QApplication::exec();
}
