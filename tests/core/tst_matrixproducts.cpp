// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <string>
#include <vector>

#include <torch/torch.h>

#include <QProcess>
#include <QTest>

#include "core/base/random.h"
#include "core/kernels/hot.h"
#include "core/kernels/matrixproducts.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

constexpr auto kChoice = "OPENBLAS_CORETYPE";
constexpr auto kSlow = "Prescott"; ///< what OpenBLAS falls back to

/// A @ B with LibTorch against sums in double precision: the largest difference.
double productError()
{
    constexpr std::int64_t rows = 67;
    constexpr std::int64_t inner = 129;
    constexpr std::int64_t columns = 35;
    Random random(7, RandomPurpose::Analysis);
    std::vector<float> a(rows * inner);
    std::vector<float> b(inner * columns);
    for (std::vector<float>* values : { &a, &b })
        for (float& value : *values)
            value = random.uniform() - 0.5F;
    const torch::Tensor product = torch::matmul(torch::from_blob(a.data(), { rows, inner }),
                                                torch::from_blob(b.data(), { inner, columns }));
    double worst = 0;
    for (std::int64_t r = 0; r < rows; ++r) {
        for (std::int64_t c = 0; c < columns; ++c) {
            double sum = 0;
            for (std::int64_t i = 0; i < inner; ++i)
                sum += static_cast<double>(a[static_cast<std::size_t>(r * inner + i)])
                    * static_cast<double>(b[static_cast<std::size_t>(i * columns + c)]);
            worst = std::max(worst, std::abs(sum - product[r][c].item<double>()));
        }
    }
    return worst;
}

} // namespace

/// OpenBLAS multiplies with kernels that fit the processor, known to it or not.
class TestMatrixProducts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        QVERIFY2(!kernels::matrixProductKernels().empty(), "the tests want OpenBLAS behind LibTorch");
        if (!kernels::available(kernels::InstructionSet::Avx2))
            QSKIP("This processor has no wider kernels than those without AVX.");
    }

    void kernelsFitAnUnknownProcessor()
    {
        // A process of its own, in which OpenBLAS was loaded as if it knew no such processor.
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kChoice), QString::fromLatin1(kSlow));
        environment.insert(QStringLiteral("OPAL_TEST_UNKNOWN_PROCESSOR"), QStringLiteral("1"));
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(),
                      { QStringLiteral("tst_matrixproducts"), QStringLiteral("chooses") });
        QVERIFY(process.waitForFinished(60000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardOutput().constData());
    }

    void chooses()
    {
        if (qEnvironmentVariableIsSet("OPAL_TEST_UNKNOWN_PROCESSOR")) {
            QCOMPARE(kernels::matrixProductKernels(), std::string(kSlow));
            QVERIFY2(!kernels::chooseMatrixProductKernels(), "the environment's choice was not kept");
            QCOMPARE(kernels::matrixProductKernels(), std::string(kSlow));
            QVERIFY(productError() < 1e-4);
            ::unsetenv(kChoice);
            QVERIFY(kernels::chooseMatrixProductKernels());
        } else {
            ::unsetenv(kChoice);
            kernels::chooseMatrixProductKernels();
        }
        const std::string chosen = kernels::matrixProductKernels();
        QVERIFY2(chosen != kSlow, chosen.c_str());
        QVERIFY(productError() < 1e-4);
        QVERIFY2(!kernels::chooseMatrixProductKernels(), "a good choice was changed");
        QVERIFY(std::getenv(kChoice) == nullptr);
    }
};

OPAL_TEST(TestMatrixProducts)
#include "tst_matrixproducts.moc"
