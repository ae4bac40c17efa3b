// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QStyleFactory>

#include "app/launcher.h"
#include "app/program.h"
#include "app/studies.h"
#include "core/base/version.h"
#include "core/jobs/jobs.h"

int main(int argc, char** argv)
{
    opal::prepareProgram();
    opal::prepareEngine();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const QApplication program(argc, argv);
    opal::keepNumbersPlain();
    QApplication::setApplicationName(QStringLiteral("opal-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("OPAL Studio"));
    QApplication::setApplicationVersion(QString::fromLatin1(opal::applicationVersion));
    QApplication::setDesktopFileName(QStringLiteral("opal-studio"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "main", "Trains and examines multi-interest recommenders for micro-video logs."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption workspace(
        QStringLiteral("workspace"), QCoreApplication::translate("main", "Folder of the runs and data sets."),
        QStringLiteral("DIR"));
    const QCommandLineOption demo(
        QStringLiteral("demo"), QCoreApplication::translate("main", "Make the built-in study and train it."));
    const QCommandLineOption study(QStringLiteral("study"),
                                   QCoreApplication::translate("main", "Open a sample study: %1.")
                                       .arg(opal::sampleStudies().join(QStringLiteral(", "))),
                                   QStringLiteral("NAME"));
    parser.addOptions({ workspace, demo, study });
    parser.addPositionalArgument(
        QStringLiteral("files"),
        QCoreApplication::translate("main",
                                    "Data sets, run bundles, figures, configurations or logs to open."),
        QStringLiteral("[FILE...]"));
    parser.process(program);
    QStringList files;
    for (const QString& file : parser.positionalArguments())
        files << QFileInfo(file).absoluteFilePath();

    QApplication::setQuitOnLastWindowClosed(false);
    opal::Launcher launcher({ parser.value(workspace), files, parser.isSet(demo), parser.value(study) });
    QObject::connect(&launcher, &opal::Launcher::opened, &launcher,
                     [] { QApplication::setQuitOnLastWindowClosed(true); });
    QObject::connect(
        &launcher, &opal::Launcher::finished, &launcher, [](int code) { QApplication::exit(code); },
        Qt::QueuedConnection);
    launcher.start();
    return QApplication::exec();
}
