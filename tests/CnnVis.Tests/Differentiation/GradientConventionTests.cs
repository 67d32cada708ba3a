using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

/// <summary>At kinks, ties and poles a derivative is a convention: PyTorch's.</summary>
public class GradientConventionTests
{
    [Fact]
    public void MaxPool_OfDisjointTies_GivesToTheFirst() => Gives(
        [1, 0, 1, 0, 0, 0, 0, 0],
        [5, 5, 5, 5, 5, 5, 5, 5],
        Kinked("MaxPool", 12, [X(1, 1, 2, 4)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)));

    [Fact]
    public void MaxPool_OfOverlappingTies_GivesToTheFirst() => Gives(
        [1, 1, 1, 0],
        [5, 5, 5, 5],
        Kinked("MaxPool", 12, [X(1, 1, 4)], Ints("kernel_shape", 2)));

    [Fact]
    public void MaxPool_OfPaddedTies_GivesToTheFirstInsideTheImage() => Gives(
        [1, 1, 0, 0],
        [0, 0, 0, 0],
        Kinked("MaxPool", 12, [X(1, 1, 4)], Ints("kernel_shape", 3), Ints("strides", 2), Ints("pads", 1, 1)));

    [Fact]
    public void MaxPool_OfATieLaterInTheWindow_GivesToItsFirst() => Gives(
        [0, 1, 0, 0],
        [1, 7, 7, 2],
        Kinked("MaxPool", 12, [X(1, 1, 2, 2)], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)));

    [Fact]
    public void GlobalMaxPool_OfTies_SharesEvenly() =>
        Gives([0.5f, 0, 0.5f], [3, 1, 3], Kinked("GlobalMaxPool", 12, [X(1, 1, 3)]));

    [Fact]
    public void ReduceMax_OfTies_SharesEvenly() =>
        Gives([0.5f, 0, 0.5f, 0, 0, 1], [3, 1, 3, 2, 4, 5], Kinked("ReduceMax", 12, [X(1, 2, 3)], Ints("axes", 2)));

    [Theory]
    [InlineData("Max")]
    [InlineData("Min")]
    public void Extreme_OfTies_SharesEvenly(string type) =>
        Gives([0.5f, 0.5f], [3, 3], Kinked(type, 12, [X(1, 1), X(1, 1)]));

    [Theory]
    [InlineData("Relu", 13)]
    [InlineData("Abs", 13)]
    [InlineData("Sign", 13, true)]
    [InlineData("ReduceL1", 13)]
    [InlineData("GlobalLpPool", 13)]
    [InlineData("LpNormalization", 13)]
    [InlineData("ReduceL2", 13)]
    public void Operator_OfZeros_GivesZero(string type, int opset, bool isStep = false) => Gives(
        [0, 0, 0],
        [0, 0, 0],
        isStep
            ? Kinked(type, opset, [X(1, 1, 3)]).As(Node(type, ["x0"], ["s"]), Node("Mul", ["s", "x0"], ["y"]))
            : Kinked(type, opset, [X(1, 1, 3)]).OneImage());

    [Fact]
    public void LpPool_OfZeros_GivesZero() => Gives(
        [0, 0, 0, 0.6f, 0.8f], [0, 0, 0, 3, 4], Kinked("LpPool", 11, [X(1, 1, 5)], Ints("kernel_shape", 2), Ints("pads", 1, 0), Ints("strides", 2)));

    [Fact]
    public void ReduceL2_OfOneZeroRow_GivesZeroThereOnly() =>
        Gives([0, 0, 0.6f, 0.8f], [0, 0, 3, 4], Kinked("ReduceL2", 11, [X(1, 2, 2)], Ints("axes", 2)));

    [Theory]
    [InlineData(6)]
    [InlineData(11)]
    public void Clip_AtItsBounds_GivesZero(int opset) => Gives(
        [0, 0, 1, 0, 0],
        [-1, 0, 3, 6, 7],
        opset < 11
            ? Kinked("Clip", 7, [X(1, 5)], Real("min", 0), Real("max", 6))
            : Kinked("Clip", opset, [X(1, 5), Scalar(0), Scalar(6)]));

    [Fact]
    public void HardSwish_AtItsKinks_IsPyTorchs() =>
        Gives([0, -0.5f, 0.5f, 1.5f, 1], [-4, -3, 0, 3, 4], Kinked("HardSwish", 14, [X(1, 5)]));

    [Fact]
    public void HardSigmoid_AtItsKinks_GivesZero() =>
        Gives([0, 0.25f, 0], [-2, 0, 2], Kinked("HardSigmoid", 7, [X(1, 3)], Real("alpha", 0.25f), Real("beta", 0.5f)));

    [Fact]
    public void ReduceProd_WithOneZero_GivesTheProductOfTheOthers() =>
        Gives([0, 12, 0], [3, 0, 4], Kinked("ReduceProd", 11, [X(1, 3)], Ints("axes", 1)));

    [Fact]
    public void ReduceProd_WithTwoZeros_GivesZero() =>
        Gives([0, 0, 0], [0, 5, 0], Kinked("ReduceProd", 11, [X(1, 3)], Ints("axes", 1)));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 0, -4)]
    [InlineData(3, 0, 12)]
    public void Pow_AtZeroAndBelow_IsThePolynomialsSlope(float exponent, float atZero, float atMinusTwo) =>
        Gives([atZero, atMinusTwo], [0, -2], Smooth("Pow", 13, [X(1, 2), Scalar(exponent)]));

    [Fact]
    public void Pow_WithExponentsOfManyKinds_IsThePolynomialsSlopeAtZero() =>
        Gives([0, 1, 0], [0, 0, 0], Smooth("Pow", 13, [X(1, 3), Floats([0, 1, 2], 3)]));

    [Fact]
    public void Pow_OfZeroToTheImage_HasNoSlopeInTheExponent() =>
        Gives([0, 0], [1, 2], Smooth("Pow", 13, [Floats([0, 0], 2), X(1, 2)]));

    [Fact]
    public void Softsign_AtZero_IsOne() => Gives([1], [0], Smooth("Softsign", 7, [X(1, 1)]));

    [Fact]
    public void PRelu_AtZero_TakesTheSlope() => Gives([0.25f], [0], Smooth("PRelu", 9, [X(1, 1), Scalar(0.25f)]));

    [Fact]
    public void LeakyRelu_AtZero_TakesTheSlope() => Gives([0.25f], [0], Smooth("LeakyRelu", 9, [X(1, 1)], Real("alpha", 0.25f)));

    private static void Gives(float[] expected, float[] image, GradientCase row)
    {
        using var model = new CaseModel(row);
        float[][] seeds = [.. row.From.Select(output => Ones((int)model.ShapeOf(output).ElementCount))];
        float[] gradient = [.. model.Gradients(image, seeds).SelectMany(part => part)];
        Assert.Equal(expected, gradient.Select(value => MathF.Round(value, 5) + 0f));
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
