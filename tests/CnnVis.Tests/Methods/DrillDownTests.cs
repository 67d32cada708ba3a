using CnnVis.Methods;
using CnnVis.Tests.Support;
using CsCheck;

namespace CnnVis.Tests.Methods;

public class DrillDownTests
{
    // Windows of 2 with a stride of 1 on 4x4: 3x3 windows, of which the corners lie side by side; 10 % of the other 5 is one at least.
    [Fact]
    public void DrillDown_NineWindows_StartsWithTheCornersAndGoesOnWhereTheDropIsLargest()
    {
        var drillDown = new DrillDown(new WindowGrid(4, 4, 2, 1));
        Assert.Equal([0, 2, 6, 8], drillDown.First);
        Assert.Equal(5, drillDown.Count);

        float[][] known = new float[9][];
        (known[0], known[2], known[6], known[8]) = ([1], [3], [-4], [0]);
        float[][] all = drillDown.Interpolated(known);

        Assert.Equal([1, 2, 3, -1.5f, 0, 1.5f, -4, -2, 0], all.Select(scores => scores[0]));
        Assert.Equal([7], drillDown.Next(all, [1]));
        Assert.Equal([7], drillDown.Next([.. all.Select(scores => new[] { scores[0], 0.5f })], [1, 0.5f]));
    }

    [Fact]
    public void DrillDown_WindowsThatDoNotOverlap_ScoresAll()
    {
        var drillDown = new DrillDown(new WindowGrid(7, 9, 2, 2));

        Assert.Equal(Enumerable.Range(0, 4 * 5), drillDown.First);
        Assert.Equal(4 * 5, drillDown.Count);
    }

    /// <summary>What is linear over the grid is interpolated exactly, and each window is scored once at most.</summary>
    [Fact]
    public void DrillDown_LinearScores_AreFoundWhateverTheGrid() => (
        from height in Gen.Int[1, 40]
        from width in Gen.Int[1, 40]
        from windowHeight in Gen.Int[1, height]
        from windowWidth in Gen.Int[1, width]
        from strideHeight in Gen.Int[1, windowHeight]
        from strideWidth in Gen.Int[1, windowWidth]
        select new WindowGrid(height, width, new WindowSize(windowHeight, windowWidth), new WindowSize(strideHeight, strideWidth)))
        .Sample(
            grid =>
            {
                var drillDown = new DrillDown(grid);
                float[][] expected = [.. Enumerable.Range(0, grid.Count).Select(window => new float[] { (3 * (window / grid.Columns.Count)) - (2 * (window % grid.Columns.Count)) })];
                float[][] known = new float[grid.Count][];
                foreach (int window in drillDown.First)
                {
                    known[window] = expected[window];
                }

                float[][] actual = drillDown.Interpolated(known);

                Agreement.Within(1e-5, [.. expected.Select(scores => scores[0]), 1], [.. actual.Select(scores => scores[0]), 1], "scores");
                int[] scored = [.. drillDown.First, .. drillDown.Next(actual, [0])];
                Assert.Equal(drillDown.Count, scored.Distinct().Count());
                Assert.Equal(drillDown.Count, scored.Length);
            },
            iter: 300);

    [Fact]
    public void Approximate_BlackBox_InterpolatesWhatItDoesNotScoreAndSaysSo()
    {
        var input = new ImageTensor([.. Enumerable.Range(0, 32 * 32).Select(i => i / 1000f)], new ImageShape(1, 32, 32, TensorLayout.Nchw));
        var context = ExplanationContext.For(input, images => [.. Enumerable.Range(0, images.Count).Select(i => images.Slice(i).Values.ToArray().Sum())]);
        var options = new OcclusionOptions { Window = 8, Stride = 2, Incremental = IncrementalMode.Approximate() };
        Heatmap expected = new OcclusionMethod(options with { Incremental = IncrementalMode.Off }).Attribute(context).Single();
        int all = context.ForwardPasses;

        Heatmap actual = new OcclusionMethod(options).Attribute(context).Single();

        // A sum over a window falls linearly with its place.
        Agreement.Within(1e-5, expected.Values.ToArray(), actual.Values.ToArray(), "map");
        Assert.True(context.ForwardPasses - all < all / 2, $"{context.ForwardPasses - all} passes");
        Assert.Equal("Windows that were scored ran through the whole network: only scores are known.", context.Notes[^2]);
        Assert.Equal(
            "Approximate (incremental approximate:1): 32 of 169 windows were scored and the others interpolated; judging by 8 that were checked, all drops correlate with the exact ones by 1.00, and differ by up to 0 % of the largest.",
            context.Notes[^1]);
    }

    [Fact]
    public void Approximate_ScoresThatFollowNoNeighbour_AreCalledUntrustworthy()
    {
        var input = new ImageTensor([.. Enumerable.Repeat(1f, 32 * 32)], new ImageShape(1, 32, 32, TensorLayout.Nchw));
        var context = ExplanationContext.For(input, images => [.. Enumerable.Range(0, images.Count).Select(i =>
        {
            int hidden = Array.IndexOf(images.Slice(i).Values.ToArray(), 0f);
            return hidden < 0 ? 0f : -(((37 * (hidden / 32)) + (53 * (hidden % 32))) % 11);
        })]);

        new OcclusionMethod(new() { Window = 8, Stride = 2, Incremental = IncrementalMode.Approximate() }).Attribute(context);

        Assert.StartsWith("Approximate, and not to be trusted here (incremental approximate:1): ", context.Notes[^1], StringComparison.Ordinal);
        Assert.EndsWith(" Take exact.", context.Notes[^1], StringComparison.Ordinal);
    }

    // Four windows, of which two may be wrong: drops of 1, 2, 3, 4 that are 1, 1, 3, 5. With means of 2.5: r = 7 / sqrt(5 * 11).
    [Fact]
    public void ApproximationCheck_FourWindows_SaysHowAllDropsAgree()
    {
        var check = new ApproximationCheck([0], [[-1], [-2], [-3], [-4]], doubtful: [1, 3], new WindowGrid(2, 2, 1, 1));

        check.Add(1, [-1]);
        check.Add(3, [-5]);

        Assert.Equal([1, 3], check.Windows);
        Assert.Equal(
            "Approximate (incremental approximate:1): 2 of 4 windows were scored and the others interpolated; judging by 2 that were checked, all drops correlate with the exact ones by 0.94, and differ by up to 20 % of the largest.",
            check.Note(IncrementalMode.Approximate(), scored: 2));
        Assert.StartsWith(
            "Approximate (incremental approximate:0.5): all 4 windows were scored; judging by 2 ", check.Note(IncrementalMode.Approximate(0.5), scored: 4), StringComparison.Ordinal);
        Assert.Equal([-5], check.ExactScores(3)!);
        Assert.Null(check.ExactScores(0));
    }

    [Fact]
    public void Approximate_FewWindows_ScoresAllInFullAndSaysSo()
    {
        var input = new ImageTensor([.. Enumerable.Repeat(1f, 9)], new ImageShape(1, 3, 3, TensorLayout.Nchw));
        var context = ExplanationContext.For(input, images => [.. Enumerable.Range(0, images.Count).Select(i => images.Slice(i).Values.ToArray().Sum())]);

        new OcclusionMethod(new() { Window = 2, Stride = 1, Incremental = IncrementalMode.Approximate() }).Attribute(context);

        Assert.Equal(5, context.ForwardPasses);
        Assert.Equal("Not approximate, every window was scored: too few of them overlap.", context.Notes[^1]);
    }
}
