using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class ExplanationRequirementsTests
{
    private static readonly PixelRectangle LeftHalf = new(0, 0, 2, 4);

    // 6 of 10 in the left half.
    private static readonly Explanation Why = MapExplanations.Of([1, 0, 0, -5, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 0, 4], 4, 4);

    private static readonly Explanation Nothing = MapExplanations.Of(new float[16], 4, 4);

    [Fact]
    public void WhatIsMet_CanBeFollowedByMore() => Assert.Same(
        Why,
        Why.RequireEvidence().RequireTopClass(0).RequireTopClass("Class 0").RequireInside(LeftHalf, atLeast: 0.6).RequireInside(LeftHalf, atMost: 0.6).RequireSimilarTo(Why));

    [Fact]
    public void TooLittleInside_SaysWhereTheEvidenceIs() => Assert.Equal(
        "Expected at least 60 % of the evidence inside the box (2, 0) to (4, 4), found 40 %. Most of the evidence: 40 % in (3, 3) to (4, 4), 30 % in (1, 3) to (2, 4). "
        + "Target class 0, method Test, model black box.",
        Unmet(() => Why.RequireInside(new(2, 0, 2, 4), atLeast: 0.6)));

    [Fact]
    public void TooMuchInside_SaysHowMuch() => Assert.StartsWith(
        "Expected at most 5 % of the evidence inside the box (0, 0) to (2, 4), found 60 %.", Unmet(() => Why.RequireInside(LeftHalf, atMost: 0.05)), StringComparison.Ordinal);

    [Fact]
    public void OutsideARange_SaysTheRange() => Assert.StartsWith(
        "Expected 10 % to 50 % of the evidence inside the box (0, 0) to (2, 4), found 60 %.", Unmet(() => Why.RequireInside(LeftHalf, 0.1, 0.5)), StringComparison.Ordinal);

    // Where nothing speaks for the target, no share of it lies in the watermark: that must not pass for a good map.
    [Fact]
    public void AnEmptyMap_MeetsNoRequirement()
    {
        const string Message = "Expected evidence for the target, found no positive number in the map. Target class 0, method Test, model black box.";

        Assert.Equal(Message, Unmet(() => Nothing.RequireEvidence()));
        Assert.Equal(Message, Unmet(() => Nothing.RequireInside(LeftHalf, atMost: 0.05)));
        Assert.Contains("rank correlation NaN", Unmet(() => Nothing.RequireSimilarTo(Nothing)), StringComparison.Ordinal);
    }

    [Fact]
    public void AMapThatIsNotFinite_HasNoEvidence() => Assert.StartsWith(
        "Expected evidence for the target, found numbers that are not finite.",
        Unmet(() => MapExplanations.Of([.. Enumerable.Repeat(float.NaN, 16)], 4, 4).RequireEvidence()),
        StringComparison.Ordinal);

    [Fact]
    public void AnotherClass_IsNamedWithWhatWasFound()
    {
        Assert.Equal(
            "Expected cat as the most probable class, found class 0 1.0000, class 1 0.0000. Model black box.", Unmet(() => Why.RequireTopClass("cat")));
        Assert.StartsWith("Expected class 1 as the most probable class", Unmet(() => Why.RequireTopClass(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherMap_SaysWhichNumbersAreOutside()
    {
        Explanation mirrored = MapExplanations.Of([.. Why.Map.Values.ToArray().Chunk(4).SelectMany(row => row.Reverse())], 4, 4);

        string message = Unmet(() => mirrored.RequireSimilarTo(Why, new() { StructuralSimilarity = -1, CentreShift = 1 }));

        Assert.StartsWith("Expected rank correlation of at least 0.9, shared strongest tenth of at least 0.7; found rank correlation ", message, StringComparison.Ordinal);
        Assert.Contains(" In the other map: Most of the evidence: 40 % in (3, 3) to (4, 4)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_AreInPixelsOfThePicture()
    {
        Explanation why = MapExplanations.Of(Why.Map.Values.ToArray(), 4, 4, new ImageGeometry(80, 40, 20, 0, 40, 40));

        why.RequireInside(new(0, 0, 40, 40), atLeast: 0.6);

        Assert.Contains("40 % in (50, 30) to (60, 40)", Unmet(() => why.RequireInside(new(0, 0, 40, 40), atLeast: 0.7)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.6, 0.5)]
    [InlineData(-0.1, 1)]
    [InlineData(0, 1.1)]
    [InlineData(double.NaN, 1)]
    public void SharesThatRequireNothing_AreRefused(double atLeast, double atMost) =>
        Assert.Throws<ArgumentException>(() => Why.RequireInside(LeftHalf, atLeast, atMost));

    [Fact]
    public void AnEmptyBox_IsRefused() => Assert.Throws<ArgumentException>(() => Why.RequireInside(new(3, 3, 0, 2), atMost: 0.5));

    [Fact]
    public void LimitsOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Why.RequireSimilarTo(Why, new() { RankCorrelation = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Why.RequireSimilarTo(Why, new() { CentreShift = -0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Why.RequireSimilarTo(Why, new() { TopIntersection = double.NaN }));
    }

    [Fact]
    public void Limits_Defaults() => Assert.Equal(
        new SimilarityLimits { RankCorrelation = 0.9, StructuralSimilarity = 0.8, TopIntersection = 0.7, CentreShift = 0.05 }, new SimilarityLimits());

    private static string Unmet(Action requirement) => Assert.Throws<ExplanationRequirementException>(requirement).Message;
}
