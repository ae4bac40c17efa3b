// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModel>
#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QStyle>
#include <QTabBar>
#include <QTextDocument>
#include <QTranslator>

#include "tests/app/roomcheck.h"
#include "tests/app/studiowalk.h"
#include "tests/support/testprogram.h"

using namespace opal;
using namespace opal::test;

namespace {

const QChar mark = u'⟦';
const QChar endMark = u'⟧';

/// Every text in a language that nobody speaks: accented, longer and marked, so that what does not go through
/// tr() and what has no room are both seen.
class PseudoTranslator final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }

    QString translate(const char* context, const char* sourceText, const char*, int) const override
    {
        // Names of keys are compared, not read.
        if (QLatin1String(context) == QLatin1String("QShortcut"))
            return {};
        const QString source = QString::fromUtf8(sourceText);
        static const QRegularExpression letters(QStringLiteral("\\p{L}"));
        if (!source.contains(letters))
            return {};
        // Places for values, mnemonics, tags and entities stay as they are.
        static const QRegularExpression kept(QStringLiteral("%L?[0-9n]+|&[a-z]+;|&|<[^>]*>|\n"));
        QString text;
        qsizetype from = 0;
        for (auto matches = kept.globalMatch(source); matches.hasNext();) {
            const auto match = matches.next();
            text += accented(source.mid(from, match.capturedStart() - from)) + match.captured();
            from = match.capturedEnd();
        }
        text += accented(source.mid(from));
        return mark + text + QString(std::max<qsizetype>(1, source.size() / 4), u'~') + endMark;
    }

private:
    static QString accented(QString text)
    {
        const std::pair<QChar, QChar> pairs[] = { { u'a', u'á' }, { u'e', u'é' }, { u'i', u'í' },
                                                  { u'o', u'ó' }, { u'u', u'ú' }, { u'c', u'č' } };
        for (const auto& [plain, changed] : pairs)
            text.replace(plain, changed);
        return text;
    }
};

QString plain(const QString& text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    QTextDocument document;
    document.setHtml(text);
    return document.toPlainText();
}

/// Nothing but the person's data, proper names and values that are written so in files, too.
bool isData(QString text)
{
    static const QStringList names {
        // of this walk: run, data set, file and its columns
        QStringLiteral("walked"), QStringLiteral("synthetic"), QStringLiteral("log.csv"),
        QStringLiteral("liked"), QStringLiteral("user"), QStringLiteral("item"), QStringLiteral("time"),
        // models, metrics, palettes, libraries and languages call themselves so everywhere
        QStringLiteral("OPAL"), QStringLiteral("MIND"), QStringLiteral("ComiRec"), QStringLiteral("Octopus"),
        QStringLiteral("DSSRec"), QStringLiteral("Re4"), QStringLiteral("DR"), QStringLiteral("SA"),
        QStringLiteral("Popularity"), QStringLiteral("Recent popularity"), QStringLiteral("Item-kNN"),
        QStringLiteral("EASE"), QStringLiteral("HR"), QStringLiteral("blues"), QStringLiteral("magma"),
        QStringLiteral("Recall"), QStringLiteral("HitRate"), QStringLiteral("NDCG"), QStringLiteral("SPPMI"),
        QStringLiteral("Okabe–Ito"), QStringLiteral("Petroff"), QStringLiteral("viridis"),
        QStringLiteral("cividis"), QStringLiteral("LibTorch"), QStringLiteral("Faiss"), QStringLiteral("Qt"),
        QStringLiteral("BLAS"), QStringLiteral("openblas"), QStringLiteral("UTC"), QStringLiteral("English"),
        QStringLiteral("简体中文"),
        // units as the locale itself writes them
        QStringLiteral("kB"), QStringLiteral("MB"), QStringLiteral("GB"), QStringLiteral("bytes")
    };
    static const QRegularExpression known(QStringLiteral("(?<!\\p{L})(%1)(?!\\p{L})").arg([] {
        QStringList escaped;
        for (const QString& name : names)
            escaped << QRegularExpression::escape(name);
        return escaped.join(u'|');
    }()));
    static const QRegularExpression word(QStringLiteral("\\p{L}{2,}"));
    if (text.startsWith(u'/') || QFontDatabase::families().contains(text)
        || text.contains(QStringLiteral(" can be evaluated on the "))) // a path, a note of the engine
        return true;
    return !text.remove(known).contains(word);
}

struct Findings
{
    QStringList untranslated;
    QStringList truncated;
    int texts = 0;

    void take(const QString& where, const QString& text)
    {
        ++texts;
        if (!text.contains(mark) && !isData(plain(text)))
            untranslated << where + QStringLiteral(": ") + text.left(80);
    }
};

void checkRoom(const QString& where, const QWidget& widget, Findings& findings)
{
    if (const QString lack = lackOfRoom(widget); !lack.isEmpty())
        findings.truncated << where + lack;
}

void lookAtWidget(const QString& place, QWidget& widget, Findings& findings)
{
    const QString where = placeOf(place, widget);
    if (widget.isWindow() && !widget.windowTitle().isEmpty())
        findings.take(where + QStringLiteral(" title"), widget.windowTitle());
    if (!widget.toolTip().isEmpty())
        findings.take(where + QStringLiteral(" tooltip"), widget.toolTip());
    if (!widget.accessibleName().isEmpty())
        findings.take(where + QStringLiteral(" accessible name"), widget.accessibleName());
    if (const auto* label = qobject_cast<QLabel*>(&widget); label && !label->text().isEmpty()) {
        findings.take(where, label->text());
        checkRoom(where, widget, findings);
    } else if (const auto* button = qobject_cast<QAbstractButton*>(&widget);
               button && !button->text().isEmpty()) {
        findings.take(where, button->text());
        checkRoom(where, widget, findings);
    } else if (const auto* edit = qobject_cast<QLineEdit*>(&widget)) {
        findings.take(where + QStringLiteral(" placeholder"), edit->placeholderText());
    } else if (const auto* box = qobject_cast<QComboBox*>(&widget)) {
        for (int index = 0; index < box->count(); ++index)
            findings.take(where, box->itemText(index));
    } else if (const auto* group = qobject_cast<QGroupBox*>(&widget)) {
        findings.take(where, group->title());
    } else if (const auto* tabs = qobject_cast<QTabBar*>(&widget)) {
        for (int index = 0; index < tabs->count(); ++index)
            findings.take(where, tabs->tabText(index));
    } else if (const auto* header = qobject_cast<QHeaderView*>(&widget);
               header && header->model() && header->orientation() == Qt::Horizontal) {
        for (int section = 0; section < header->count(); ++section)
            if (!header->isSectionHidden(section))
                findings.take(where, header->model()->headerData(section, Qt::Horizontal).toString());
    }
}

void lookAtMenu(const QString& place, const QMenu& menu, Findings& findings)
{
    for (const QAction* action : menu.actions()) {
        if (!action->text().isEmpty())
            findings.take(place + QStringLiteral(" menu"), action->text());
        if (action->menu())
            lookAtMenu(place, *action->menu(), findings);
    }
}

} // namespace

/// The whole window in a made-up language.
class TestPseudoLocale final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void everyTextIsTranslatedAndHasRoom()
    {
        const QTemporaryDir folder;
        makeTrainedWorkspace(folder.path());
        Studio studio(folder.path());
        studio.window.resize(1440, 900);
        PseudoTranslator translator;
        // The window exists: what is only set in a constructor stays English and is found.
        QVERIFY(QCoreApplication::installTranslator(&translator));
        Findings findings;
        const Look look = [&findings](const QString& place, QWidget& root) {
            lookAtWidget(place, root, findings);
            for (QWidget* widget : root.findChildren<QWidget*>()) {
                const QString name = widget->objectName();
                if (widget->isVisible()
                    && (!name.startsWith(QLatin1String("qt_"))
                        || name.startsWith(QLatin1String("qt_msgbox_"))))
                    lookAtWidget(place, *widget, findings);
            }
        };
        walk(studio, look);
        walkEmpty(look, [&translator] { // the window brings the plural forms of English
            QCoreApplication::removeTranslator(&translator);
            QCoreApplication::installTranslator(&translator);
        });
        for (const QAction* top : studio.window.menuBar()->actions()) {
            findings.take(QStringLiteral("menu bar"), top->text());
            lookAtMenu(plain(top->text()), *top->menu(), findings);
        }
        for (QStringList* list : { &findings.untranslated, &findings.truncated })
            list->removeDuplicates();
        for (const QString& finding : findings.untranslated)
            qWarning("not translated: %s", qPrintable(finding));
        for (const QString& finding : findings.truncated)
            qWarning("no room: %s", qPrintable(finding));
        QVERIFY2(findings.texts > 500, qPrintable(QString::number(findings.texts)));
        QCOMPARE(findings.untranslated, QStringList());
        QCOMPARE(findings.truncated, QStringList());
    }
};

OPAL_TEST(TestPseudoLocale)
#include "tst_pseudolocale.moc"
