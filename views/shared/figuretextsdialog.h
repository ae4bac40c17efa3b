// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QMap>
#include <QStringList>

class QTableWidget;

namespace opal {

/// The titles, captions and labels of a figure, each with what shall stand in its place.
class FigureTextsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FigureTextsDialog)

public:
    /// `texts` are the figure's own words, `changed` what stands for some of them so far.
    FigureTextsDialog(const QStringList& texts, const QMap<QString, QString>& changed, QWidget* parent);

    /// What differs from the figure's own words, by them.
    QMap<QString, QString> changed() const;

private:
    QTableWidget* m_table;
};

} // namespace opal
