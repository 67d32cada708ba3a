using CnnVis.Explanations.Snapshots;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class SnapshotTests
{
    // 10 for and 6 against; the three strongest of 16 pixels, 4, 3 and 2, hold more than half: 4 and a third of the 3.
    private static readonly float[] Numbers =
    [
        1, 0, 0, -6,
        0, 0, 0, 0,
        0, 0, 0, 0,
        2, 3, 0, 4,
    ];

    private static readonly string Text = string.Join(
        '\n',
        "model black box",
        "method Test",
        "image 4x4 pixels of a picture of 80x40",
        "predicted class 0",
        "target class 0, probability",
        "score 1.0",
        "magnitude 16",
        "against 0.38",
        "centre 0.50 across, 0.80 down",
        "half of the evidence in 0.08 of the pixels",
        "evidence by thirds",
        "  0.10 0.00 0.00",
        "  0.00 0.00 0.00",
        "  0.30 0.20 0.40",
        "cells in ninths of the strongest",
        "   2  . -9",
        "   .  .  .",
        "   5  3  6",
        "");

    [Fact]
    public void Text_IsWorkedByHand()
    {
        Explanation why = MapExplanations.Of(Numbers, 4, 4, new ImageGeometry(80, 40, 20, 0, 40, 40));

        Assert.Equal(Text, why.ToSnapshot(new() { Grid = 3 }));
    }

    [Fact]
    public void Method_IsWrittenWithTheOptionsThatAreNotTheDefault()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        Assert.Contains("\nmethod Occlusion, window 4x4", explainer.Occlusion(new() { Window = 4 }).ToSnapshot(), StringComparison.Ordinal);
        Assert.Contains("\nmethod Gradient\n", explainer.Gradient().ToSnapshot(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTarget_HasItsPart()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        string text = model.Explain(SmallNetwork.Images(1)).For(0, 1).Gradient().ToSnapshot();

        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith("target ", StringComparison.Ordinal)));
        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith("score ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0f, "map is zero everywhere")]
    [InlineData(float.NaN, "map holds numbers that are not finite")]
    [InlineData(-1f, "against 1.00")]
    public void MapsWithoutEvidence_SaySo(float number, string line) =>
        Assert.Contains($"\n{line}\n", MapExplanations.Of([.. Enumerable.Repeat(number, 16)], 4, 4).ToSnapshot(), StringComparison.Ordinal);

    // A last bit above zero brings no lines about where it is.
    [Fact]
    public void WhatRoundingLeaves_IsNoEvidence()
    {
        float[] against = [0, .. Enumerable.Repeat(-1f, 15)];
        float[] nearlyAgainst = [1e-7f, .. Enumerable.Repeat(-1f, 15)];

        Assert.Equal(MapExplanations.Of(against, 4, 4).ToSnapshot(), MapExplanations.Of(nearlyAgainst, 4, 4).ToSnapshot());
    }

    [Theory]
    [InlineData("score 1.0", "score 1.1", true)]
    [InlineData("score 1.0", "score 1.2", false)]
    [InlineData("score 1.0", "score 0.99", true)]
    [InlineData("magnitude 16", "magnitude 17", true)]
    [InlineData("magnitude 16", "magnitude 8.0", false)]
    [InlineData("0.30 0.20 0.40", "0.31 0.20 0.39", true)]
    [InlineData("0.30 0.20 0.40", "0.32 0.20 0.38", false)]
    [InlineData("0.50 across", "0.51 across", true)]
    [InlineData("0.50 across", "0.50 wide", false)]
    [InlineData(" 2  . -9", " .  . -9", false)]
    [InlineData(" 2  . -9", " 1  1 -8", true)]
    [InlineData(" 2  . -9", " 1 -1 -9", true)]
    [InlineData(" 2  . -9", " 2  . 9", false)]
    [InlineData("image 4x4", "image 5x4", false)]
    [InlineData("method Test", "method Test, window 3", false)]
    [InlineData("target class 0", "target class 1", false)]
    [InlineData("predicted class 0", "predicted 1", false)]
    [InlineData("\n   .  .  .", "", false)]
    [InlineData("\n", "\r\n", true)]
    public void Compare_TakesOneStepOfANumberAsNoChange(string verified, string received, bool isEqual)
    {
        SnapshotComparison comparison = SnapshotComparer.Compare(Text.Replace(verified, received, StringComparison.Ordinal), Text);

        Assert.Equal(isEqual, comparison.IsEqual);
        Assert.Equal(isEqual, SnapshotComparer.Compare(Text, Text.Replace(verified, received, StringComparison.Ordinal)).IsEqual);
    }

    [Fact]
    public void Message_ShowsTheLinesThatDiffer() => Assert.Equal(
        "The snapshots differ by more than one step of a number's last digit, or in words:\n  line 5: verified 'target class 0, probability', received 'target class 1, probability'"
        + "\n  line 7: verified 'magnitude 16', received 'magnitude 19'",
        SnapshotComparer.Compare(Text.Replace("target class 0", "target class 1", StringComparison.Ordinal).Replace("magnitude 16", "magnitude 19", StringComparison.Ordinal), Text).Message);

    [Fact]
    public void VerifiedFile_IsReturnedWhereNothingChanged()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("test.snap");
        Explanation why = MapExplanations.Of(Numbers, 4, 4, new ImageGeometry(80, 40, 20, 0, 40, 40));
        var options = new SnapshotOptions { Grid = 3, VerifiedFile = file };

        Assert.Equal(Text, why.ToSnapshot(options));
        string near = Text.Replace("against 0.38", "against 0.37", StringComparison.Ordinal);
        File.WriteAllText(file, near);
        Assert.Equal(near, why.ToSnapshot(options));
        File.WriteAllText(file, Text.Replace("against 0.38", "against 0.36", StringComparison.Ordinal));
        Assert.Equal(Text, why.ToSnapshot(options));
    }

    [Fact]
    public void VerifiedFile_ThatCannotBeRead_IsAnError()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("test.snap"));

        CnnVisException error = Assert.Throws<CnnVisException>(() => MapExplanations.Of(Numbers, 4, 4).ToSnapshot(new() { VerifiedFile = folder.File("test.snap") }));

        Assert.StartsWith("test.snap: the verified snapshot cannot be read:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Grid_OutOfRange_IsRefused(int grid) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MapExplanations.Of(Numbers, 4, 4).ToSnapshot(new() { Grid = grid }));

    [Theory]
    [InlineData(0, "0", "0.00")]
    [InlineData(12.4, "12", "12")]
    [InlineData(99.6, "1.0e2", "1.0e2")]
    [InlineData(0.996, "1.0", "1.00")]
    [InlineData(0.0123, "0.012", "0.01")]
    [InlineData(-0.001, "-0.0010", "0.00")]
    [InlineData(-3.25, "-3.3", "-3.3")]
    [InlineData(1.55e-7, "1.6e-7", "0.00")]
    [InlineData(-123456, "-1.2e5", "-1.2e5")]
    public void Numbers_HaveTwoDigits(double number, string digits, string score)
    {
        Assert.Equal(digits, CoarseNumber.TwoDigits(number));
        Assert.Equal(score, CoarseNumber.TwoDigitsOrHundredths(number));
    }

    [Theory]
    [InlineData("1.2e-5", 1.2e-5, 1e-6)]
    [InlineData("-1.2e5", -1.2e5, 1e4)]
    [InlineData("12", 12, 1)]
    [InlineData("0.012", 0.012, 0.001)]
    public void Numbers_TellTheirStep(string text, double value, double step)
    {
        Assert.True(CoarseNumber.TryRead(text, out double read, out double readStep));
        Assert.Equal(value, read, 1e-12);
        Assert.Equal(step, readStep, 1e-12);
    }

    // No border lies where simple fractions are, and numbers nine tenths of a step apart are neighbours.
    [Fact]
    public void Steps_KeepFractionsAwayFromBorders()
    {
        Assert.All(
            from denominator in Enumerable.Range(1, 16)
            from numerator in Enumerable.Range(0, 2 * denominator)
            from scale in new[] { 9, 100 }
            select (double)numerator * scale / denominator,
            number => Assert.Equal(CoarseNumber.Steps(number - 1e-3), CoarseNumber.Steps(number + 1e-3)));
        Assert.All(
            Enumerable.Range(-500, 1000).Select(i => i / 100.0),
            number => Assert.InRange(CoarseNumber.Steps(number + 0.9) - CoarseNumber.Steps(number), 0, 1));
    }

    [Theory]
    [InlineData(4, 4, 3, 3)]
    [InlineData(32, 32, 7, 7)]
    [InlineData(5, 9, 5, 2)]
    [InlineData(1, 3, 1, 3)]
    public void AreaSums_AddUpAndWeighPixelsByTheirOverlap(int height, int width, int rows, int columns)
    {
        float[] map = Support.Numbers.Seeded(height * width, 8);

        double[] sums = AreaSums.Of(map, height, width, rows, columns);

        for (int i = 0; i < sums.Length; i++)
        {
            (double top, double left) = ((double)(i / columns) * height / rows, (double)(i % columns) * width / columns);
            double expected = map.Select((number, pixel) =>
                number * Overlap(pixel / width, top, top + ((double)height / rows)) * Overlap(pixel % width, left, left + ((double)width / columns))).Sum();
            Assert.Equal(expected, sums[i], 1e-5);
        }

        static double Overlap(int pixel, double from, double to) => Math.Max(Math.Min(pixel + 1, to) - Math.Max(pixel, from), 0);
    }
}
