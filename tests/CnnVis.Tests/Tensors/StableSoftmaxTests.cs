namespace CnnVis.Tests.Tensors;

public class StableSoftmaxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    public void Apply_OfLargeScores_IsThatOfTheirDifferences(double offset)
    {
        double[] scores = [offset + 1, offset, offset + Math.Log(2)];

        StableSoftmax.Apply<double>(scores);

        Assert.Equal(Math.E / (Math.E + 3), scores[0], 1e-9);
        Assert.Equal(1 / (Math.E + 3), scores[1], 1e-9);
        Assert.Equal(2 / (Math.E + 3), scores[2], 1e-9);
    }
}
