#pragma once

#include <vector>

#include <QSortFilterProxyModel>

namespace opal {

struct RunRecord;

/// Sorts runs by value (missing values always last) and filters them by a line of words.
///
/// Every word must match. A plain word is searched in name, id, model, data set, state, tags and note.
/// `field:text` searches one field (name, model, data, state, tag, note, id); `field=value`, `!=`, `>`, `>=`,
/// `<`, `<=` compare a parameter of the run or one of `recall`, `r50`, `r100`, `r200`, `hr50`, `hr100`,
/// `hr200`, `epoch`, `step`. `is:star` and `is:archived` select by mark.
class RunFilterProxyModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit RunFilterProxyModel(QObject* parent = nullptr);

    void setFilterLine(const QString& line);

    QString filterLine() const { return m_line; }

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    struct Term
    {
        QString field; ///< empty: plain word
        QString op; ///< ":", "=", "!=", ">", ">=", "<", "<="
        QString value; ///< lower case
        double number = 0;
        bool isNumber = false;
        QString word; ///< the whole word, lower case
    };

    bool matches(const Term& term, const RunRecord& record, const QString& searchText) const;

    QString m_line;
    std::vector<Term> m_terms;
};

} // namespace opal
