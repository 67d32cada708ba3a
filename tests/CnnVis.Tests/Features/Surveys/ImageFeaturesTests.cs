using CnnVis.Features.Surveys;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Surveys;

public class ImageFeaturesTests
{
    // By hand: cosines of (1, 0) with (2, 0), (1, 1), (0, 3), (-1, 0) and nothing are 1, 0.71, 0, -1 and 0.
    [Fact]
    public void Ranked_ByHand_IsByCosine()
    {
        var features = new ImageFeatures([[1, 0], [-1, 0], [1, 1], [0, 3], [2, 0], [0, 0]]);

        (int Image, float Cosine)[] most = [.. features.Ranked(0, mostFirst: true)];
        (int Image, float Cosine)[] least = [.. features.Ranked(0, mostFirst: false)];

        Assert.Equal([(4, 1), (2, MathF.Sqrt(0.5f)), (3, 0), (5, 0), (1, -1)], most);
        Assert.Equal([1, 3, 5, 2, 4], least.Select(pair => pair.Image));
    }

    // Three points lie in a plane, so nothing is lost: all distances stay.
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(100)]
    public void Embed_ThreeImages_KeepsTheirDistances(int channels)
    {
        float[][] images = [.. Enumerable.Range(0, 3).Select(i => Numbers.Seeded(channels, i))];

        ImageEmbedding embedding = new ImageFeatures(images).Embed(CancellationToken.None);

        for (int i = 0; i < 3; i++)
        {
            double expected = Math.Sqrt(images[i].Zip(images[(i + 1) % 3], (one, other) => Math.Pow(one - (double)other, 2)).Sum());
            (float x, float y) = embedding.Points[i];
            (float otherX, float otherY) = embedding.Points[(i + 1) % 3];
            Assert.Equal(expected, Math.Sqrt(Math.Pow(x - (double)otherX, 2) + Math.Pow(y - (double)otherY, 2)), 1e-5);
        }

        Assert.Equal(1, embedding.Explained.X + embedding.Explained.Y, 1e-9);
    }

    // Spread along (3, 4) / 5 and, half as far, along (-4, 3) / 5; the larger number of an axis is positive.
    [Fact]
    public void Embed_ByHand_FindsTheAxes()
    {
        var features = new ImageFeatures([[13, 24], [7, 16], [8, 21.5f], [12, 18.5f]]);

        ImageEmbedding embedding = features.Embed(CancellationToken.None);

        float[] expected = [5, 0, -5, 0, 0, -2.5f, 0, 2.5f];
        Agreement.Within(1e-6, [.. expected.Select(value => (double)value)], [.. embedding.Points.SelectMany(point => new[] { point.X, point.Y })], "points");
        Assert.Equal(0.8, embedding.Explained.X, 1e-9);
        Assert.Equal(0.2, embedding.Explained.Y, 1e-9);
    }

    // The naive twin turns the whole covariance to a diagonal.
    [Theory]
    [InlineData(12, 5, 1)]
    [InlineData(6, 30, 2)]
    [InlineData(40, 20, 3)]
    [InlineData(25, 25, 4)]
    public void Embed_RandomFeatures_ShowsTheLargestVariances(int count, int channels, int seed)
    {
        float[][] images = [.. Enumerable.Range(0, count).Select(i => Numbers.Seeded(channels, (100 * seed) + i))];
        double[] mean = [.. Enumerable.Range(0, channels).Select(channel => images.Average(image => (double)image[channel]))];
        double[,] covariance = new double[channels, channels];
        for (int i = 0; i < channels * channels; i++)
        {
            covariance[i / channels, i % channels] = images.Sum(image => (image[i / channels] - mean[i / channels]) * (image[i % channels] - mean[i % channels]));
        }

        (double[] variances, double[][] axes) = SymmetricEigen.Of(covariance);
        ImageEmbedding embedding = new ImageFeatures(images).Embed(CancellationToken.None);

        Assert.Equal(variances[0] / variances.Sum(), embedding.Explained.X, 1e-9);
        Assert.Equal(variances[1] / variances.Sum(), embedding.Explained.Y, 1e-9);
        double sign = axes[0].MaxBy(Math.Abs) < 0 ? -1 : 1;
        Assert.All(embedding.Points, (point, i) => Assert.Equal(sign * images[i].Select((value, channel) => (value - mean[channel]) * axes[0][channel]).Sum(), point.X, 1e-4));
    }

    [Fact]
    public void Embed_OtherOrderOfImages_GivesTheSamePoints()
    {
        float[][] images = [.. Enumerable.Range(0, 30).Select(i => Numbers.Seeded(12, i))];

        ImageEmbedding forward = new ImageFeatures(images).Embed(CancellationToken.None);
        ImageEmbedding backward = new ImageFeatures([.. images.Reverse()]).Embed(CancellationToken.None);

        Assert.All(forward.Points, (point, i) =>
        {
            Assert.Equal(point.X, backward.Points[^(i + 1)].X, 1e-5);
            Assert.Equal(point.Y, backward.Points[^(i + 1)].Y, 1e-5);
        });
    }

    [Fact]
    public void Embed_OneImageOrEqualOnes_AreOnePoint()
    {
        Assert.Equal([(0, 0)], new ImageFeatures([[3, 4]]).Embed(CancellationToken.None).Points);
        ImageEmbedding equal = new ImageFeatures([[3, 4], [3, 4], [3, 4]]).Embed(CancellationToken.None);
        Assert.All(equal.Points, point => Assert.Equal((0, 0), point));
        Assert.Equal((0, 0), equal.Explained);
    }

    // Every eigenvector is one, they are orthonormal, and the values add up to the trace.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(20)]
    public void SymmetricEigen_RandomMatrix_IsDecomposed(int size)
    {
        float[] numbers = Numbers.Seeded(size * size, size);
        double[,] matrix = new double[size, size];
        for (int i = 0; i < size * size; i++)
        {
            matrix[i / size, i % size] = numbers[i] + numbers[(i % size * size) + (i / size)];
        }

        (double[] values, double[][] vectors) = SymmetricEigen.Of(matrix);

        Assert.Equal(values.OrderDescending(), values);
        Assert.Equal(Enumerable.Range(0, size).Sum(i => matrix[i, i]), values.Sum(), 1e-9);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Assert.Equal(i == j ? 1 : 0, vectors[i].Zip(vectors[j], (one, other) => one * other).Sum(), 1e-9);
                Assert.Equal(values[i] * vectors[i][j], Enumerable.Range(0, size).Sum(k => matrix[j, k] * vectors[i][k]), 1e-9);
            }
        }
    }
}
