using CnnVis.Models;

namespace CnnVis.Tests.Models;

public class LabelsTests
{
    private static readonly Labels Animals = new(["tabby, tabby cat", "tiger cat", "Egyptian cat", "tiger", "hen"]);

    [Theory]
    [InlineData("tabby\ntiger cat\n")]
    [InlineData("n02123045 tabby\r\nn02123159 tiger cat\r\n")]
    [InlineData("[\"tabby\", \"tiger cat\"]")]
    [InlineData("{\"1\": \"tiger cat\", \"0\": \"tabby\"}")]
    [InlineData("{\"id2label\": {\"0\": \"tabby\", \"1\": \"tiger cat\"}, \"model_type\": \"resnet\"}")]
    [InlineData("{\"0\": [\"n02123045\", \"tabby\"], \"1\": [\"n02123159\", \"tiger cat\"]}")]
    [InlineData("{0: 'tabby', 1: 'tiger cat'}")]
    [InlineData("tabby, tiger cat")]
    public void Parse_EveryForm_GivesTheNames(string text) => Assert.Equal(["tabby", "tiger cat"], LabelParser.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("{\"0\": \"a\", \"2\": \"b\"}")]
    [InlineData("{\"a\": 1}")]
    [InlineData("[1, 2")]
    public void Parse_NoList_Throws(string text) => Assert.Throws<FormatException>(() => LabelParser.Parse(text));

    [Theory]
    [InlineData("tabby, tabby cat", 0)]
    [InlineData("TABBY", 0)]
    [InlineData("tiger", 3)]
    [InlineData("egypt", 2)]
    [InlineData("  hen ", 4)]
    public void Find_WholeThenSynonymThenPart(string name, int expected) => Assert.Equal(expected, Animals.Find(name));

    [Fact]
    public void Find_TwoClasses_ListsBoth()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Animals.Find("cat"));

        Assert.Equal(
            "'cat' names 3 classes: 0 tabby, tabby cat; 1 tiger cat; 2 Egyptian cat. Give an index or a longer name.", exception.Message);
    }

    [Fact]
    public void Find_Unknown_ListsNearOnes()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Animals.Find("tigger"));

        Assert.StartsWith("There is no class 'tigger'. Near: tiger", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ThousandLabelsForThousandAndOneClasses_PrependsBackground()
    {
        var notes = new List<string>();

        Labels fitted = LabelReader.Fit(new Labels(Enumerable.Range(0, 1000).Select(i => $"c{i}")), 1001, notes)!;

        Assert.Equal("background", fitted[0]);
        Assert.Equal("c999", fitted[1000]);
        Assert.Contains("1,001 classes", notes.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BackgroundTooMany_IsLeftOut()
    {
        var notes = new List<string>();

        Labels fitted = LabelReader.Fit(new Labels(["background", "a", "b"]), 2, notes)!;

        Assert.Equal(["a", "b"], fitted);
        Assert.Single(notes);
    }

    [Fact]
    public void Fit_OtherCount_Throws()
    {
        CnnVisException exception = Assert.Throws<CnnVisException>(() => LabelReader.Fit(Animals, 10, []));

        Assert.Equal("The model has 10 classes but 5 labels were given.", exception.Message);
    }
}
