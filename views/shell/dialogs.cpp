// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/dialogs.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QStyle>
#include <QTextDocument>
#include <QTimer>

namespace opal {

namespace {

constexpr int questionWidth = 380;
constexpr int nameWidth = 340;

/// Buttons of a box are polished as soon as they are added.
void setRole(QPushButton& button, const char* role)
{
    button.setProperty("role", QLatin1String(role));
    button.style()->unpolish(&button);
    button.style()->polish(&button);
}

/// Names and paths in the text are the person's own: nothing in them is markup.
void fill(QMessageBox& box, const QString& title, const QString& text)
{
    box.setWindowTitle(title);
    box.setText(QStringLiteral("<b>%1</b>").arg(title.toHtmlEscaped()));
    box.setInformativeText(Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal));
    // A box is as narrow as its buttons and keeps room for an icon at the left. A row of its own widens the
    // text; without an icon it begins at the edge.
    auto* layout = static_cast<QGridLayout*>(box.layout());
    layout->setColumnStretch(1, 1);
    layout->addItem(new QSpacerItem(questionWidth, 0), layout->rowCount(), 1);
    if (QLayoutItem* indent = layout->itemAtPosition(0, 0); indent && indent->spacerItem())
        indent->spacerItem()->changeSize(0, 0, QSizePolicy::Fixed, QSizePolicy::Fixed);
    for (auto* label : box.findChildren<QLabel*>())
        label->setIndent(0);
}

} // namespace

Dialogs::Dialogs(QObject* parent)
    : QObject(parent)
{
}

bool Dialogs::answerFromTest(QWidget* parent, const FilesChosen& deliver)
{
    if (m_nextAnswers.empty())
        return false;
    const QStringList answer = m_nextAnswers.front();
    m_nextAnswers.pop_front();
    QTimer::singleShot(0, parent ? static_cast<QObject*>(parent) : this,
                       [deliver, answer] { deliver(answer); });
    return true;
}

void Dialogs::runFileDialog(QWidget* parent, QFileDialog* dialog, const FilesChosen& done)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, parent ? static_cast<QObject*>(parent) : this, done);
    dialog->open();
}

void Dialogs::openFiles(QWidget* parent, const QString& title, const QString& filter, const FilesChosen& done)
{
    if (answerFromTest(parent, done))
        return;
    auto* dialog = new QFileDialog(parent, title, {}, filter);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    runFileDialog(parent, dialog, done);
}

void Dialogs::openFile(QWidget* parent, const QString& title, const QString& filter, FileChosen done)
{
    const FilesChosen first = [done = std::move(done)](const QStringList& files) {
        if (!files.isEmpty())
            done(files.front());
    };
    if (answerFromTest(parent, first))
        return;
    auto* dialog = new QFileDialog(parent, title, {}, filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    runFileDialog(parent, dialog, first);
}

void Dialogs::openFolder(QWidget* parent, const QString& title, FileChosen done,
                         std::function<void()> cancelled)
{
    const FilesChosen first = [done = std::move(done), cancelled](const QStringList& folders) {
        if (!folders.isEmpty())
            done(folders.front());
        else if (cancelled)
            cancelled();
    };
    if (answerFromTest(parent, first))
        return;
    auto* dialog = new QFileDialog(parent, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (cancelled)
        connect(dialog, &QFileDialog::rejected, parent ? static_cast<QObject*>(parent) : this, cancelled);
    runFileDialog(parent, dialog, first);
}

void Dialogs::saveFile(QWidget* parent, const QString& title, const QString& filter,
                       const QString& suggestion, FileChosen done)
{
    const FilesChosen first = [done = std::move(done)](const QStringList& files) {
        if (!files.isEmpty())
            done(files.front());
    };
    if (answerFromTest(parent, first))
        return;
    auto* dialog = new QFileDialog(parent, title, suggestion, filter);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QFileInfo(suggestion).suffix());
    dialog->selectFile(suggestion);
    runFileDialog(parent, dialog, first);
}

void Dialogs::ask(QWidget* parent, const QString& title, const QString& text,
                  const std::vector<Choice>& choices, std::function<void(const QString& key)> done)
{
    const auto deliver = [done = std::move(done)](const QString& key) {
        if (done)
            done(key);
    };
    if (answerFromTest(parent, [deliver](const QStringList& keys) { deliver(keys.value(0)); }))
        return;
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    fill(*box, title, text);
    QPushButton* firstAccept = nullptr;
    QPushButton* reject = nullptr;
    for (const Choice& choice : choices) {
        const auto role = choice.role == Choice::Role::Accept ? QMessageBox::AcceptRole
            : choice.role == Choice::Role::Destructive        ? QMessageBox::DestructiveRole
                                                              : QMessageBox::RejectRole;
        QPushButton* button = box->addButton(choice.text, role);
        button->setProperty("key", choice.key);
        if (role == QMessageBox::DestructiveRole)
            setRole(*button, "danger");
        if (role == QMessageBox::AcceptRole && !firstAccept)
            firstAccept = button;
        if (role == QMessageBox::RejectRole)
            reject = button;
    }
    if (reject)
        box->setEscapeButton(reject);
    if (firstAccept) {
        setRole(*firstAccept, "primary");
        box->setDefaultButton(firstAccept);
    } else if (reject) {
        box->setDefaultButton(reject); // Return must not destroy anything
    }
    connect(box, &QMessageBox::buttonClicked, parent ? static_cast<QObject*>(parent) : this,
            [deliver](QAbstractButton* button) { deliver(button->property("key").toString()); });
    box->open();
}

void Dialogs::askText(QWidget* parent, const QString& title, const QString& label, const QString& text,
                      std::function<void(const QString& text)> done)
{
    if (answerFromTest(parent, [done](const QStringList& answer) { done(answer.value(0)); }))
        return;
    auto* dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    dialog->setTextValue(text);
    // The dialog's own minimum is its layout's.
    dialog->findChild<QLineEdit*>()->setMinimumWidth(nameWidth);
    connect(dialog, &QInputDialog::textValueSelected, parent ? static_cast<QObject*>(parent) : this,
            std::move(done));
    dialog->open();
}

void Dialogs::inform(QWidget* parent, const QString& title, const QString& text)
{
    if (answerFromTest(parent, [](const QStringList&) {}))
        return;
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    fill(*box, title, text);
    box->open();
}

} // namespace opal
