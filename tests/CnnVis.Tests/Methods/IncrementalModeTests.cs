namespace CnnVis.Tests.Methods;

public class IncrementalModeTests
{
    [Theory]
    [InlineData("off", "off")]
    [InlineData("Exact", "exact")]
    [InlineData("approximate:0.6", "approximate:0.6")]
    [InlineData("approximate:1", "approximate:1")]
    public void Parse_Text_IsWhatIsWritten(string text, string expected) => Assert.Equal(expected, IncrementalMode.Parse(text, null).ToString());

    [Fact]
    public void Parse_Text_IsTheMode()
    {
        Assert.Equal(IncrementalMode.Off, IncrementalMode.Parse("off", null));
        Assert.Equal(IncrementalMode.Exact, IncrementalMode.Parse("exact", null));
        Assert.Equal(IncrementalMode.Approximate(), IncrementalMode.Parse("approximate", null));
        Assert.Equal(IncrementalMode.Approximate(0.6), IncrementalMode.Parse("approximate:0.6", null));
        Assert.NotEqual(IncrementalMode.Approximate(0.6), IncrementalMode.Approximate(0.7));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("exact:0.5")]
    [InlineData("approximate:")]
    [InlineData("approximate:0")]
    [InlineData("approximate:1.01")]
    [InlineData("approximate:NaN")]
    [InlineData("approximate:0,5")]
    public void Parse_OtherText_SaysWhatIsPossible(string text) => Assert.Equal(
        "Give off, exact, approximate or approximate:TAU with TAU above 0 and at most 1.",
        Assert.Throws<FormatException>(() => IncrementalMode.Parse(text, null)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Approximate_ImpossibleShare_Throws(double tau) =>
        Assert.StartsWith("The share of a tensor that is followed lies above 0 and is at most 1.", Assert.Throws<ArgumentOutOfRangeException>(() => IncrementalMode.Approximate(tau)).Message, StringComparison.Ordinal);
}
