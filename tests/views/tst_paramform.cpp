// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTranslator>

#include "core/jobs/jobs.h"
#include "tests/support/testprogram.h"
#include "views/widgets/paramchoices.h"
#include "views/widgets/paramform.h"

using namespace opal;

namespace {

ParamSpecs testSpecs()
{
    ParamSpec interests;
    interests.key = "interests";
    interests.kind = ParamKind::Integer;
    interests.defaultValue = std::int64_t { 4 };
    interests.minimum = 1;
    interests.maximum = 16;
    interests.group = "Model";
    interests.title = "Interests";
    interests.help = "How many interests a user has.";
    ParamSpec rate;
    rate.key = "learning_rate";
    rate.kind = ParamKind::Real;
    rate.defaultValue = 0.001;
    rate.minimum = 0;
    rate.maximum = 1;
    rate.minimumExclusive = true;
    rate.group = "Training";
    rate.title = "Learning rate";
    ParamSpec unique;
    unique.key = "unique";
    unique.kind = ParamKind::Boolean;
    unique.defaultValue = true;
    unique.group = "Model";
    unique.advanced = true;
    ParamSpec target;
    target.key = "target";
    target.kind = ParamKind::Choice;
    target.defaultValue = std::string("future");
    target.choices = { "future", "next" };
    target.group = "Training";
    return { interests, rate, unique, target };
}

class OneChoiceInChinese final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }

    QString translate(const char* context, const char* source, const char*, int) const override
    {
        const bool known = QLatin1String(context) == QLatin1String("ParameterChoices")
            && QLatin1String(source) == QLatin1String("Next item");
        return known ? QStringLiteral("下一个物品") : QString();
    }
};

} // namespace

class TestParamForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    /// The form shows words, the request carries the value of the configuration file.
    void choicesAreReadInWords()
    {
        ParamForm form;
        form.setSpecs(testSpecs());
        auto* box = form.findChild<QComboBox*>(QStringLiteral("param_target"));
        QVERIFY(box);
        QCOMPARE(box->itemText(0), QStringLiteral("Any later"));
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(box->currentText(), QStringLiteral("Next item"));
        QCOMPARE(form.changedValues(), (std::map<std::string, std::string> { { "target", "next" } }));
        const auto labels = form.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* mark) {
            return mark->toolTip() == QStringLiteral("Preset: Any later");
        }));

        OneChoiceInChinese chinese;
        QCoreApplication::installTranslator(&chinese);
        QTRY_COMPARE(box->itemText(1), QStringLiteral("下一个物品"));
        QCOMPARE(form.text("target"), QStringLiteral("next"));
        QCoreApplication::removeTranslator(&chinese);
        QTRY_COMPARE(box->itemText(1), QStringLiteral("Next item"));
    }

    void everyChoiceOfEveryModelHasWords()
    {
        int choices = 0;
        for (const ModelInfo& model : availableModels()) {
            for (const ParamSpec& spec : model.params) {
                for (const std::string& value : spec.choices) {
                    const QString text = choiceText(spec.key, value);
                    bool number = false;
                    text.toDouble(&number);
                    QVERIFY2(number || text != QString::fromStdString(value),
                             qPrintable(QString::fromStdString(spec.key + "=" + value)));
                    ++choices;
                }
            }
        }
        QVERIFY(choices > 20);
    }

    void startsWithDefaults()
    {
        ParamForm form;
        form.setSpecs(testSpecs());
        QCOMPARE(form.text("interests"), QStringLiteral("4"));
        QCOMPARE(form.text("target"), QStringLiteral("future"));
        QVERIFY(form.isValid());
        QVERIFY(form.changedValues().empty());
        QCOMPARE(form.changedFromPreset(), 0);
    }

    void refusesWhileTypingAndSaysWhy()
    {
        ParamForm form;
        form.setSpecs(testSpecs());
        auto* edit = form.findChild<QLineEdit*>(QStringLiteral("param_interests"));
        QVERIFY(edit);
        QSignalSpy changed(&form, &ParamForm::changed);
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("17"));
        QVERIFY(changed.count() >= 2);
        QVERIFY(!form.isValid());
        QVERIFY(form.problem("interests").contains(QStringLiteral("16")));
        edit->clear();
        QVERIFY(!form.isValid());
        QTest::keyClicks(edit, QStringLiteral("8"));
        QVERIFY(form.isValid());
        QCOMPARE(form.problem("interests"), QString());
        QCOMPARE(form.changedValues(), (std::map<std::string, std::string> { { "interests", "8" } }));
    }

    void exclusiveMinimumIsRefused()
    {
        ParamForm form;
        form.setSpecs(testSpecs());
        auto* edit = form.findChild<QLineEdit*>(QStringLiteral("param_learning_rate"));
        edit->setText(QStringLiteral("0"));
        QVERIFY(!form.isValid());
        edit->setText(QStringLiteral("1e-3"));
        QVERIFY(form.isValid());
        // Another spelling of the default is not a change.
        QVERIFY(form.changedValues().empty());
        QCOMPARE(form.changedFromPreset(), 0);
    }

    void marksCompareWithThePreset()
    {
        ParamForm form;
        form.setSpecs(testSpecs());
        form.setPreset({ { "interests", "8" }, { "target", "next" } });
        QCOMPARE(form.text("interests"), QStringLiteral("8"));
        QCOMPARE(form.changedFromPreset(), 0);
        QCOMPARE(form.changedValues().size(), std::size_t { 2 }); // differs from the defaults all the same
        form.setValues({ { "interests", "4" } });
        QCOMPARE(form.changedFromPreset(), 1);
        form.setPreset({});
        QCOMPARE(form.text("target"), QStringLiteral("future"));
        QCOMPARE(form.changedFromPreset(), 0);
    }

    void advancedParametersAreFolded()
    {
        ParamForm form;
        form.setSpecs(testSpecs());
        form.show();
        auto* box = form.findChild<QCheckBox*>(QStringLiteral("param_unique"));
        auto* toggle = form.findChild<QPushButton*>(QStringLiteral("advancedToggle"));
        QVERIFY(!box->isVisible());
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(box->isVisible());
        box->setChecked(false);
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(!box->isVisible());
        QVERIFY(toggle->text().contains(QLatin1Char('1'))); // a hidden change is told
        QCOMPARE(form.changedValues().at("unique"), std::string("false"));
    }

    void onlyChangedFiltersTheRows()
    {
        ParamForm form;
        form.setSpecs(testSpecs());
        form.show();
        auto* interests = form.findChild<QLineEdit*>(QStringLiteral("param_interests"));
        auto* rate = form.findChild<QLineEdit*>(QStringLiteral("param_learning_rate"));
        auto* unique = form.findChild<QCheckBox*>(QStringLiteral("param_unique"));
        auto* only = form.findChild<QPushButton*>(QStringLiteral("changedOnlyToggle"));
        QTest::mouseClick(only, Qt::LeftButton);
        QVERIFY(!interests->isVisible() && !rate->isVisible());
        QTest::mouseClick(only, Qt::LeftButton);
        interests->selectAll();
        QTest::keyClicks(interests, QStringLiteral("8"));
        unique->setChecked(false); // folded away, and changed all the same
        QVERIFY(only->text().contains(QLatin1String("(2)")));
        QTest::mouseClick(only, Qt::LeftButton);
        QVERIFY(interests->isVisible() && unique->isVisible());
        QVERIFY(!rate->isVisible());
        // A field does not vanish under the cursor.
        interests->selectAll();
        QTest::keyClicks(interests, QStringLiteral("4"));
        QVERIFY(interests->isVisible());
        QVERIFY(only->text().contains(QLatin1String("(1)")));
        QTest::mouseClick(only, Qt::LeftButton);
        QVERIFY(rate->isVisible() && !unique->isVisible());
    }

    void differencesFromThePresetAreNotThoseFromTheDefaults()
    {
        ParamForm form(nullptr, ParamForm::Style::Compact);
        form.setSpecs(testSpecs());
        form.setPreset({ { "interests", "8" } });
        form.show();
        QVERIFY(form.valuesDifferentFromPreset().empty());
        QVERIFY(form.findChild<QCheckBox*>(QStringLiteral("param_unique"))->isVisible());
        QVERIFY(!form.findChild<QPushButton*>(QStringLiteral("changedOnlyToggle"))->isVisible());
        form.setValues({ { "interests", "4" } });
        QCOMPARE(form.valuesDifferentFromPreset(),
                 (std::map<std::string, std::string> { { "interests", "4" } }));
        form.focusField("interests");
        QVERIFY(form.findChild<QLineEdit*>(QStringLiteral("param_interests"))->hasSelectedText());
    }
};

OPAL_TEST(TestParamForm)
#include "tst_paramform.moc"
