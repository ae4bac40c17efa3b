// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shared/figuretextsdialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include "views/widgets/make.h"

namespace opal {

FigureTextsDialog::FigureTextsDialog(const QStringList& texts, const QMap<QString, QString>& changed,
                                     QWidget* parent)
    : QDialog(parent)
    , m_table(make<QTableWidget>(this, "figureTexts"))
{
    setObjectName(u"figureTextsDialog"_s);
    setWindowTitle(tr("Texts of the figure"));
    m_table->setColumnCount(2);
    m_table->setRowCount(static_cast<int>(texts.size()));
    m_table->setHorizontalHeaderLabels({ tr("As drawn"), tr("Instead") });
    m_table->setAccessibleName(windowTitle());
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        auto* own = new QTableWidgetItem(texts[row]);
        own->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        own->setToolTip(texts[row]);
        m_table->setItem(row, 0, own);
        m_table->setItem(row, 1, new QTableWidgetItem(changed.value(texts[row], texts[row])));
    }
    auto* note = makeStyled<QLabel>(this, "secondary");
    note->setText(tr("An empty text is left out. \\n begins a new line."));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Apply"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = columnOn(this, 12, { 16, 16, 16, 16 });
    layout->addWidget(m_table, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);
    resize(640, 360);
}

QMap<QString, QString> FigureTextsDialog::changed() const
{
    QMap<QString, QString> changed;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString own = m_table->item(row, 0)->text();
        if (const QString now = m_table->item(row, 1)->text(); now != own)
            changed[own] = now;
    }
    return changed;
}

} // namespace opal
