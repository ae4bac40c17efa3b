// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QString>
#include <QStringList>

#include "core/base/error.h"
#include "views/shell/dialogs.h"

namespace opal {

class Application;
class InstanceLock;
class Language;
class LogFile;

/// Opens a workspace in a window, or asks what to do while another window holds it or if it cannot be used.
class Launcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Launcher)

public:
    struct Options
    {
        QString workspace; ///< as given, empty: the usual one
        QStringList files; ///< to be opened
        bool demo = false;
        QString study = {}; ///< name of a sample study (studies.h), which then is the workspace
    };

    explicit Launcher(Options options, QObject* parent = nullptr);
    ~Launcher() override;

    /// Of a workspace that cannot be used it says why and offers to choose another one.
    void start();

    /// Null until a workspace is open.
    Application* application() const { return m_application.get(); }

    Dialogs& dialogs() { return m_dialogs; }

Q_SIGNALS:
    void opened();
    /// There is nothing (more) to show.
    void finished(int exitCode);

private:
    void open(const QString& root);
    void ask(const QString& root);
    void callHolder();
    void chooseOther();
    void tryOpen(const QString& root);
    void dress();
    void refuse(const Error& error);

    Options m_options;
    Dialogs m_dialogs;
    std::unique_ptr<Language> m_language; ///< of the questions; the window has its own
    std::unique_ptr<InstanceLock> m_lock; ///< released last
    std::unique_ptr<LogFile> m_log;
    std::unique_ptr<Application> m_application;
};

} // namespace opal
