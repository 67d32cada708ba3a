using CnnVis.Methods;

namespace CnnVis.Tests.Methods.Gradients;

public class QuadratureTests
{
    public static TheoryData<Quadrature> Quadratures => [.. Enum.GetValues<Quadrature>()];

    // The five points and weights as tables of numerical integration give them.
    [Fact]
    public void GaussLegendre_OfFivePoints_IsTheTable()
    {
        (double Point, double Weight)[] points = QuadraturePoints.Of(Quadrature.GaussLegendre, 5);

        double[] expectedPoints = [0.04691008, 0.23076534, 0.5, 0.76923466, 0.95308992];
        double[] expectedWeights = [0.11846344, 0.23931434, 0.28444444, 0.23931434, 0.11846344];
        Assert.All(points.Zip(expectedPoints), pair => Assert.Equal(pair.Second, pair.First.Point, 1e-8));
        Assert.All(points.Zip(expectedWeights), pair => Assert.Equal(pair.Second, pair.First.Weight, 1e-8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(400)]
    public void GaussLegendre_OfNPoints_IsExactForPolynomialsUpToTwiceNMinusOne(int count)
    {
        (double Point, double Weight)[] points = QuadraturePoints.Of(Quadrature.GaussLegendre, count);

        for (int degree = 0; degree < 2 * count; degree++)
        {
            Assert.Equal(1.0 / (degree + 1), points.Sum(point => point.Weight * Math.Pow(point.Point, degree)), 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Quadratures))]
    public void Weights_OfEveryQuadrature_AddUpToOne(Quadrature quadrature) =>
        Assert.All([2, 3, 50], count => Assert.Equal(1, QuadraturePoints.Of(quadrature, count).Sum(point => point.Weight), 1e-13));

    [Theory]
    [InlineData(Quadrature.Left, new[] { 0, 0.25, 0.5, 0.75 }, new[] { 0.25, 0.25, 0.25, 0.25 })]
    [InlineData(Quadrature.Right, new[] { 0.25, 0.5, 0.75, 1 }, new[] { 0.25, 0.25, 0.25, 0.25 })]
    [InlineData(Quadrature.Middle, new[] { 0.125, 0.375, 0.625, 0.875 }, new[] { 0.25, 0.25, 0.25, 0.25 })]
    [InlineData(Quadrature.Trapezoid, new[] { 0, 1 / 3.0, 2 / 3.0, 1 }, new[] { 1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0 })]
    public void Quadrature_OfFourPoints_IsTheHandWorkedOne(Quadrature quadrature, double[] points, double[] weights)
    {
        (double Point, double Weight)[] actual = QuadraturePoints.Of(quadrature, 4);

        Assert.All(actual.Zip(points), pair => Assert.Equal(pair.Second, pair.First.Point, 1e-15));
        Assert.All(actual.Zip(weights), pair => Assert.Equal(pair.Second, pair.First.Weight, 1e-15));
    }
}
