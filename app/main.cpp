#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>
#include <QStyleFactory>

#include "app/application.h"
#include "app/errortext.h"
#include "app/logfile.h"
#include "app/mainwindow.h"
#include "core/base/error.h"
#include "core/base/version.h"

int main(int argc, char** argv)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const QApplication program(argc, argv);
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
    parser.addOptions({ workspace, demo });
    parser.process(program);

    try {
        const opal::WorkspacePaths paths = opal::WorkspacePaths::locate(parser.value(workspace));
        paths.create();
        const opal::LogFile log(paths.root);
        opal::Application application(paths);
        application.window().setLog(&log);
        application.window().show();
        if (parser.isSet(demo))
            application.window().startDemo();
        return QApplication::exec();
    } catch (const opal::Error& error) {
        const opal::ErrorText text = opal::errorText(error.code());
        QMessageBox::critical(nullptr, text.headline,
                              text.advice + QStringLiteral("\n\n") + QString::fromStdString(error.detail()));
        return 1;
    }
}
