// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/interests/interestcases.h"

#include <utility>

#include "views/shell/backgroundqueries.h"
#include "views/shell/dialogs.h"
#include "views/shell/literals.h"

namespace opal {

InterestCases::InterestCases(const PanelContext& context, QWidget* panel)
    : QObject(panel)
    , m_context(context)
    , m_panel(panel)
{
}

void InterestCases::setRun(const std::string& run)
{
    m_run = run;
    if (run.empty())
        Q_EMIT changed({});
    else
        read();
}

void InterestCases::read()
{
    m_context.queries.run(
        this, [&store = m_context.store, run = m_run] { return CaseStore(store).cases(run); },
        [this, run = m_run](const std::vector<InterestCase>& cases) {
            if (run == m_run)
                Q_EMIT changed(cases);
        },
        [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void InterestCases::write(std::function<void(CaseStore&)> change)
{
    m_context.queries.runVoid(
        this,
        [&store = m_context.store, change = std::move(change)] {
            CaseStore cases(store);
            change(cases);
        },
        [this] { read(); }, [this](ErrorCode code, const QString& detail) { Q_EMIT failed(code, detail); });
}

void InterestCases::save(const ExploreQuery& query)
{
    m_context.dialogs.askText(m_panel, tr("Save case"), tr("Name of the case"), {},
                              [this, query, run = m_run](const QString& text) {
                                  InterestCase record;
                                  record.name = text.trimmed().toStdString();
                                  record.run = run;
                                  record.query = query;
                                  if (!record.name.empty())
                                      write([record](CaseStore& cases) { cases.save(record); });
                              });
}

void InterestCases::remove(const InterestCase& chosen)
{
    using Choice = Dialogs::Choice;
    m_context.dialogs.ask(
        m_panel, tr("Delete case"),
        tr("The saved case \u201C%1\u201D of user %2 cannot be brought back.")
            .arg(QString::fromStdString(chosen.name), QString::fromStdString(chosen.query.userId)),
        { { u"delete"_s, tr("Delete"), Choice::Role::Destructive },
          { u"keep"_s, tr("Keep"), Choice::Role::Reject } },
        [this, id = chosen.id](const QString& key) {
            if (key == u"delete"_s)
                write([id](CaseStore& cases) { cases.remove(id); });
        });
}

} // namespace opal
