using CnnVis.Methods;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class RiseTests
{
    [Fact]
    public void NaiveMask_OfARecordedGrid_IsThatOfScikitImage()
    {
        double[] grid = Golden.Load("rise_grid.npy").Values;

        float[] enlarged = [.. Enlarge(grid, cells: 4, height: 20, width: 15).Cast<double>().Select(value => (float)value)];

        Agreement.Within(1e-6, Golden.Load("rise_grid_20x15.npy").Values, enlarged, "enlarged grid");
    }

    /// <summary>Sums of 0.3 and their quotients round; a score that never changes must give 0 and nothing else.</summary>
    [Fact]
    public void Rise_OfAScoreThatNeverChanges_IsExactlyZero()
    {
        Explainer explainer = Explainer.ForScores(SmallNetwork.Images(1), batch => [.. Enumerable.Repeat(new[] { 0.3f, 0.7f }, batch.Count)]);

        Heatmap map = explainer.For(0).Rise(new() { Masks = 700 }).Map;

        Assert.Equal(0, map.MaxMagnitude);
    }

    [Fact]
    public void Rise_SettledBelowZero_UsesAllMasks()
    {
        Explainer explainer = Explainer.ForScores(SmallNetwork.Images(1), batch => [.. Enumerable.Repeat(new[] { 0.3f, 0.7f }, batch.Count)]);

        Assert.Equal(1501, explainer.For(0).Rise(new() { Masks = 1500, SettledBelow = 0 }).ForwardPasses);
    }

    [Theory]
    [InlineData(14, 9, 4, 0.5)]
    [InlineData(16, 16, 8, 0.3)]
    [InlineData(5, 7, 8, 0.5)]
    [InlineData(6, 4, 1, 0.7)]
    public void Mask_IsTheNaiveOne(int height, int width, int cells, double probability)
    {
        RiseOptions options = new() { Cells = cells, Probability = (float)probability, Seed = 4 };
        var masks = new RiseMasks(height, width, options);
        float[] mask = new float[height * width];

        for (int number = 0; number < 20; number++)
        {
            masks.Write(number, mask);
            Agreement.Within(1e-6, [.. NaiveMask(number, height, width, options), 1], [.. mask, 1], $"mask {number}");
        }
    }

    [Fact]
    public void Masks_OnAverage_ShowThePartThatIsAskedFor()
    {
        var masks = new RiseMasks(24, 24, new RiseOptions { Probability = 0.3f });
        float[] mask = new float[24 * 24];
        double[] sums = new double[mask.Length];
        for (int number = 0; number < 4000; number++)
        {
            masks.Write(number, mask);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += mask[i] / 4000;
            }
        }

        Assert.All(sums, mean => Assert.Equal(0.3, mean, 0.03));
    }

    [Theory]
    [InlineData(TensorLayout.Nchw, RiseNormalization.Centered)]
    [InlineData(TensorLayout.Nhwc, RiseNormalization.Centered)]
    [InlineData(TensorLayout.Nchw, RiseNormalization.Expected)]
    [InlineData(TensorLayout.Nhwc, RiseNormalization.Expected)]
    public void Rise_AnyScore_EqualsItsDefinition(TensorLayout layout, RiseNormalization normalization)
    {
        ImageShape shape = new(3, 9, 14, layout);
        var input = new ImageTensor(Numbers.Seeded(shape.ElementCount, 3).AsSpan(), shape);
        RiseOptions options = new()
        {
            Masks = 60,
            Cells = 4,
            Probability = 0.4f,
            Seed = 7,
            Normalization = normalization,
            Baseline = Baseline.Constant(0.25f),
        };

        Heatmap map = new RiseMethod(options).Attribute(ExplanationContext.For(input, NonLinear, batchSize: 7)).Single();

        double[] scoreTimesMask = new double[shape.PixelCount];
        double[] masks = new double[shape.PixelCount];
        double total = 0;
        for (int number = 0; number < options.Masks; number++)
        {
            double[] mask = NaiveMask(number, shape.Height, shape.Width, options);
            float[] image = new float[shape.ElementCount];
            for (int i = 0; i < image.Length; i++)
            {
                double shown = mask[layout == TensorLayout.Nchw ? i % shape.PixelCount : i / 3];
                image[i] = (float)((input.Values[i] * shown) + (0.25 * (1 - shown)));
            }

            double score = NonLinear(new ImageTensor(image.AsSpan(), shape)).Single();
            total += score;
            for (int pixel = 0; pixel < mask.Length; pixel++)
            {
                scoreTimesMask[pixel] += score * mask[pixel];
                masks[pixel] += mask[pixel];
            }
        }

        double[] expected = normalization == RiseNormalization.Expected
            ? [.. scoreTimesMask.Select(sum => sum / (60 * 0.4))]
            : [.. scoreTimesMask.Select((sum, pixel) => (sum / masks[pixel]) - (total / 60))];
        Agreement.Within(1e-5, expected, map.Values, "map");
        Assert.Equal(normalization == RiseNormalization.Centered, map.IsSigned);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    public void Rise_ThatSettles_StopsAtTheSameCountForAnyBatchSize(int batchSize)
    {
        Explanation expected = Sums(batchSize: 16).Rise();

        Explanation actual = Sums(batchSize).Rise();

        Assert.Equal(0, (actual.ForwardPasses - 1) % 500);
        Assert.InRange(actual.ForwardPasses, 1001, 3501);
        Assert.Equal(expected.ForwardPasses, actual.ForwardPasses);
        Assert.Equal(expected.Map.Values, actual.Map.Values);
        Assert.Equal($"{actual.ForwardPasses - 1} of at most 4000 masks were used.", actual.Notes[^1]);
    }

    [Fact]
    public void Rise_OfSeveralTargets_StopsForEachWhenItHasSettled()
    {
        Explanation together = Sums().For(0, 1).Rise();

        Explanation first = Sums().For(0).Rise();
        Explanation second = Sums().For(1).Rise();

        Assert.NotEqual(first.ForwardPasses, second.ForwardPasses);
        Assert.Equal(Math.Max(first.ForwardPasses, second.ForwardPasses), together.ForwardPasses);
        Assert.Equal(first.Map.Values, together.Maps[0].Values);
        Assert.Equal(second.Map.Values, together.Maps[1].Values);
        Assert.EndsWith("masks were used, by target.", together.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Rise_MapThatHasNotSettled_SaysHowMuchItStillChanges()
    {
        Explanation all = Sums().Rise(new() { Masks = 1000, SettledBelow = 0.001f });
        Explanation never = Sums().Rise(new() { Masks = 1000, SettledBelow = 0 });

        Assert.Matches(@"^1000 of at most 1000 masks were used\. The last comparison still showed a change of 0\.\d\d standard deviations of the map\.$", all.Notes[^1]);
        Assert.Equal(1001, never.ForwardPasses);
        Assert.Equal(all.Map.Values, never.Map.Values);
    }

    // The squared error falls with the number of masks: eight times as many leave an eighth.
    [Fact]
    public void Rise_MoreMasks_ComeNearerToTheExpectation()
    {
        double Error(int masks)
        {
            float[] map = Sums().Rise(new() { Masks = masks, SettledBelow = 0, Seed = 1 }).Map.Values.ToArray();
            float[] other = Sums().Rise(new() { Masks = 10_000, SettledBelow = 0, Seed = 2 }).Map.Values.ToArray();
            return map.Zip(other, (a, b) => Math.Pow(a - b, 2)).Sum();
        }

        Assert.True(Error(2000) < Error(250) / 4);
    }

    [Fact]
    public void Rise_OfOtherSeed_IsAnotherMap() => Assert.NotEqual(
        Sums().Rise(new() { Masks = 50 }).Map.Values.ToArray(), Sums().Rise(new() { Masks = 50, Seed = 1 }).Map.Values.ToArray());

    [Fact]
    public void Options_OutOfRange_ThrowBeforeAnyWork()
    {
        Explainer unused = Explainer.ForScores(
            new ImageTensor(new float[4], new ImageShape(1, 2, 2, TensorLayout.Nchw)), _ => throw new InvalidOperationException("It was scored."));

        Assert.Throws<ArgumentOutOfRangeException>(() => unused.Rise(new() { Masks = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => unused.Rise(new() { Cells = 0 }));
        Assert.Throws<ArgumentException>(() => unused.Rise(new() { Probability = 1 }));
        Assert.Throws<ArgumentException>(() => unused.Rise(new() { Probability = float.NaN }));
        Assert.Throws<ArgumentException>(() => unused.Rise(new() { SettledBelow = -1 }));
    }

    /// <summary>The first class is the sum of a bright corner; the second has a little of it and much that no place explains.</summary>
    private static Explainer Sums(int batchSize = 16)
    {
        ImageShape shape = new(1, 16, 16, TensorLayout.Nchw);
        var image = new ImageTensor(Enumerable.Repeat(1f, 256).ToArray().AsSpan(), shape);
        return Explainer.ForScores(
            image,
            images => [.. Enumerable.Range(0, images.Count).Select(i => Scores(images.Slice(i)))],
            new() { BatchSize = batchSize, ScoreKind = ScoreKind.Logit });
    }

    private static float[] Scores(ImageTensor image)
    {
        float corner = Enumerable.Range(0, 256).Where(i => i / 16 < 6 && i % 16 < 6).Sum(i => image.Values[i]);
        float all = image.Values.ToArray().Sum();
        return [corner, (0.3f * corner) + (4 * MathF.Sin(all))];
    }

    private static float[] NonLinear(ImageTensor images) =>
    [
        .. Enumerable.Range(0, images.Count).Select(image =>
        {
            float[] values = images.Slice(image).Values.ToArray();
            return (float)values.Select((value, i) => (value * Math.Sin(i)) + (value * value * values[(i + 1) % values.Length])).Sum();
        }),
    ];

    private static double[] NaiveMask(int number, int height, int width, RiseOptions options)
    {
        var random = new CounterRandom(options.Seed);
        int cells = options.Cells;
        double[] grid = [.. Enumerable.Range(0, cells * cells).Select(cell => random.Fraction(number, cell) < options.Probability ? 1.0 : 0)];
        int cellHeight = (int)Math.Ceiling(height / (double)cells);
        int cellWidth = (int)Math.Ceiling(width / (double)cells);
        int top = random.Below(cellHeight, number, cells * cells);
        int left = random.Below(cellWidth, number, (cells * cells) + 1);
        double[,] enlarged = Enlarge(grid, cells, (cells + 1) * cellHeight, (cells + 1) * cellWidth);
        return [.. from y in Enumerable.Range(top, height) from x in Enumerable.Range(left, width) select enlarged[y, x]];
    }

    /// <summary>Bilinear, with half-pixel centres, mirrored at the centres of the outer cells.</summary>
    private static double[,] Enlarge(double[] grid, int cells, int height, int width)
    {
        double At(int row, int column) => grid[(Inside(row) * cells) + Inside(column)];
        int Inside(int cell) => cells == 1 ? 0 : cell < 0 ? -cell : cell >= cells ? (2 * cells) - 2 - cell : cell;
        double[,] enlarged = new double[height, width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double row, double column) = (((y + 0.5) * cells / height) - 0.5, ((x + 0.5) * cells / width) - 0.5);
                (int above, int before) = ((int)Math.Floor(row), (int)Math.Floor(column));
                for (int i = 0; i < 4; i++)
                {
                    (int r, int c) = (above + (i / 2), before + (i % 2));
                    enlarged[y, x] += (1 - Math.Abs(row - r)) * (1 - Math.Abs(column - c)) * At(r, c);
                }
            }
        }

        return enlarged;
    }
}
