// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/data/sidetablefields.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "views/shell/dialogs.h"

namespace opal {

SideTableFields::SideTableFields(Dialogs& dialogs, QFormLayout& form, QWidget* parent, const QString& prefix)
    : QObject(parent)
    , m_dialogs(dialogs)
    , m_side(new QLineEdit(parent))
    , m_covers(new QLineEdit(parent))
    , m_chooseSide(new QPushButton(parent))
    , m_chooseCovers(new QPushButton(parent))
    , m_sideLabel(new QLabel(parent))
    , m_coversLabel(new QLabel(parent))
{
    m_side->setObjectName(prefix + QStringLiteral("sideFile"));
    m_chooseSide->setObjectName(prefix + QStringLiteral("chooseSideFile"));
    m_covers->setObjectName(prefix + QStringLiteral("coversFolder"));
    m_chooseCovers->setObjectName(prefix + QStringLiteral("chooseCoversFolder"));
    const auto addRow = [&form](QLabel* label, QLineEdit* field, QPushButton* choose) {
        label->setBuddy(field);
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(field, 1);
        row->addWidget(choose);
        form.addRow(label, row);
    };
    addRow(m_sideLabel, m_side, m_chooseSide);
    addRow(m_coversLabel, m_covers, m_chooseCovers);
    for (QLineEdit* field : { m_side, m_covers })
        connect(field, &QLineEdit::textChanged, this, &SideTableFields::changed);
    connect(m_chooseSide, &QPushButton::clicked, this, [this, parent] {
        m_dialogs.openFile(parent, tr("Choose a side table"),
                           tr("Tables (*.csv *.tsv *.txt *.dat *.item);;All files (*)"),
                           [this](const QString& file) { m_side->setText(file); });
    });
    connect(m_chooseCovers, &QPushButton::clicked, this, [this, parent] {
        m_dialogs.openFolder(parent, tr("Choose the folder of the covers"),
                             [this](const QString& folder) { m_covers->setText(folder); });
    });
}

QString SideTableFields::sideFile() const
{
    return m_side->text().trimmed();
}

QString SideTableFields::coversFolder() const
{
    return sideFile().isEmpty() ? QString() : m_covers->text().trimmed();
}

void SideTableFields::clear()
{
    m_side->clear();
    m_covers->clear();
}

void SideTableFields::retranslate(bool optional)
{
    const auto name = [](QLabel* label, QLineEdit* field, const QString& text, const QString& toolTip) {
        label->setText(text);
        label->setToolTip(toolTip);
        field->setToolTip(toolTip);
        QString plain = text;
        field->setAccessibleName(plain.remove(u'&'));
    };
    name(m_sideLabel, m_side, tr("&Side table"),
         tr("Table with a column of item ids and columns of titles, tags and file names of covers"));
    name(m_coversLabel, m_covers, tr("Co&vers folder"),
         tr("Folder that the file names of the covers are relative to; pictures are read when they are "
            "shown, nothing is copied or fetched"));
    m_side->setPlaceholderText(optional ? tr("optional") : QString());
    //: Placeholder of the folder of the covers
    m_covers->setPlaceholderText(tr("the side table's own"));
    m_chooseSide->setText(tr("Choose\u2026"));
    m_chooseSide->setAccessibleName(tr("Choose a side table"));
    m_chooseCovers->setText(tr("Choose\u2026"));
    m_chooseCovers->setAccessibleName(tr("Choose the folder of the covers"));
}

} // namespace opal
