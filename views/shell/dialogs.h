// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

class QFileDialog;
class QWidget;

namespace opal {

/// Every question to the person goes through here. Nothing blocks: the answer arrives in a callback, which is
/// dropped when `parent` is gone or the person cancels a file dialog. Tests answer with the next...()
/// functions instead of a window.
class Dialogs final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Dialogs)

public:
    using FilesChosen = std::function<void(const QStringList& files)>;
    using FileChosen = std::function<void(const QString& file)>;

    /// One button of a question.
    struct Choice
    {
        QString key; ///< stable, handed to the callback
        QString text; ///< translated verb
        enum class Role { Accept, Destructive, Reject } role = Role::Accept;
    };

    explicit Dialogs(QObject* parent = nullptr);

    /// Existing files, one or more. `filter` as in QFileDialog.
    void openFiles(QWidget* parent, const QString& title, const QString& filter, const FilesChosen& done);
    void openFile(QWidget* parent, const QString& title, const QString& filter, FileChosen done);
    /// An existing folder. `cancelled` is called if none is chosen.
    void openFolder(QWidget* parent, const QString& title, FileChosen done,
                    std::function<void()> cancelled = {});
    /// A file to write; an existing one is confirmed by the dialog.
    void saveFile(QWidget* parent, const QString& title, const QString& filter, const QString& suggestion,
                  FileChosen done);
    /// A question with buttons; the first Accept choice is the default, or the Reject one if there is none.
    /// Closing the window chooses the Reject one.
    void ask(QWidget* parent, const QString& title, const QString& text, const std::vector<Choice>& choices,
             std::function<void(const QString& key)> done);
    /// A text to enter, e.g. a name or a note. `done` is not called on cancel.
    void askText(QWidget* parent, const QString& title, const QString& label, const QString& text,
                 std::function<void(const QString& text)> done);
    /// A message with nothing to decide.
    void inform(QWidget* parent, const QString& title, const QString& text);

    /// For tests: the answers of the next questions, in order. A file list for file dialogs, a key for ask(),
    /// the text for askText().
    void nextFiles(const QStringList& files) { m_nextAnswers.push_back(files); }

    void nextChoice(const QString& key) { m_nextAnswers.push_back({ key }); }

    void nextText(const QString& text) { m_nextAnswers.push_back({ text }); }

    bool hasUnusedAnswers() const { return !m_nextAnswers.empty(); }

private:
    /// Delivers the prepared answer, if there is one, on the next turn of the event loop.
    bool answerFromTest(QWidget* parent, const FilesChosen& deliver);
    void runFileDialog(QWidget* parent, QFileDialog* dialog, const FilesChosen& done);

    std::deque<QStringList> m_nextAnswers;
};

} // namespace opal
