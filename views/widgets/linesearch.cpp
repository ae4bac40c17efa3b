// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/linesearch.h"

#include <utility>

#include <QLineEdit>
#include <QStandardItemModel>

namespace opal {

namespace {

constexpr int typingRestMs = 120;
constexpr int valueRole = Qt::UserRole + 1;

} // namespace

LineSearch::LineSearch(JobRunner& jobs, QLineEdit& line, QCompleter::CompletionMode mode, Question question)
    : QObject(&line)
    , m_line(line)
    , m_question(std::move(question))
    , m_ask(jobs, { .show = [this](const Matches& matches) { show(matches); } })
    , m_matches(new QStandardItemModel(this))
{
    auto* completer = new QCompleter(m_matches, this);
    completer->setCompletionMode(mode);
    completer->setMaxVisibleItems(12);
    line.setCompleter(completer);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingRestMs);
    connect(&line, &QLineEdit::textEdited, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, &LineSearch::ask);
    connect(&line, &QLineEdit::returnPressed, this, [this] { choose(m_line.text().trimmed()); });
    connect(completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { choose(index.data(valueRole).toString()); });
}

void LineSearch::reset()
{
    drop();
    m_matches->clear();
}

void LineSearch::ask()
{
    drop();
    if (auto job = m_question(m_line.text().trimmed().toStdString()))
        m_ask(std::move(*job));
}

void LineSearch::drop()
{
    m_typing.stop();
    m_ask.drop();
}

/// A list that opens after the choice would only stand in the way of it.
void LineSearch::choose(const QString& value)
{
    drop();
    if (!value.isEmpty())
        Q_EMIT chosen(value);
}

void LineSearch::show(const Matches& matches)
{
    m_matches->clear();
    for (const Match& match : matches) {
        auto* const row = new QStandardItem(match.shown);
        row->setData(match.value, valueRole);
        m_matches->appendRow(row);
    }
    if (m_line.hasFocus() && m_matches->rowCount() > 0)
        m_line.completer()->complete();
}

} // namespace opal
