#include <QApplication>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

#include "views/shell/theme.h"

using namespace opal;

class TestTheme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void contrastFormula()
    {
        QVERIFY(std::abs(contrastRatio(Qt::black, Qt::white) - 21) < 0.01);
        QVERIFY(std::abs(contrastRatio(QColor(0x777777), Qt::white) - 4.48) < 0.01);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        for (const ThemeTokens& t : { Theme::lightTokens(), Theme::darkTokens() }) {
            const char* theme = t.dark ? "dark" : "light";
            for (const auto& [groundName, ground] :
                 { std::pair("window", t.window), std::pair("panel", t.panel),
                   std::pair("raised", t.raised) })
                for (const auto& [name, color] :
                     { std::pair("text", t.text), std::pair("secondary", t.secondary),
                       std::pair("accent", t.accent), std::pair("good", t.good),
                       std::pair("warning", t.warning), std::pair("bad", t.bad) })
                    QTest::addRow("%s %s on %s", theme, name, groundName) << color << ground;
            QTest::addRow("%s text on selection", theme) << t.text << t.selection;
            QTest::addRow("%s on accent", theme) << t.onAccent << t.accent;
        }
    }

    void textIsReadable()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        const double ratio = contrastRatio(text, ground);
        QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("contrast %1").arg(ratio)));
    }

    void styleSheetHasNoTokenLeft()
    {
        const Theme theme;
        for (const ThemeTokens& tokens : { Theme::lightTokens(), Theme::darkTokens() }) {
            const QString sheet = Theme::styleSheetFor(tokens);
            QVERIFY(!sheet.isEmpty());
            const auto left = QRegularExpression(QStringLiteral("@\\w+")).match(sheet);
            QVERIFY2(!left.hasMatch(), qPrintable(left.captured()));
        }
    }

    void switchesWhileRunning()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Dark);
        QVERIFY(theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::darkTokens().window);
        const QImage dark = theme.icon(QStringLiteral("data")).pixmap(24, 24).toImage();
        theme.setMode(Theme::Mode::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::lightTokens().window);
        const QImage light = theme.icon(QStringLiteral("data")).pixmap(24, 24).toImage();
        QVERIFY(!dark.isNull());
        QVERIFY(dark != light);
    }

    void categoriesDiffer()
    {
        for (int first = 0; first < 16; ++first)
            for (int second = 0; second < first; ++second)
                QVERIFY(Theme::categoryColor(first) != Theme::categoryColor(second));
        QVERIFY(Theme::categoryDash(0) != Theme::categoryDash(8));
    }

    void iconsAreOneSet()
    {
        const Theme theme;
        int count = 0;
        for (QDirIterator files(QStringLiteral(":/icons")); files.hasNext();) {
            const QFileInfo file(files.next());
            if (file.baseName() == QLatin1String("opal-studio"))
                continue;
            QFile svg(file.filePath());
            QVERIFY(svg.open(QIODevice::ReadOnly));
            QVERIFY2(svg.readAll().contains("viewBox=\"0 0 24 24\""), qPrintable(file.fileName()));
            ++count;
        }
        QVERIFY(count >= 10);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
