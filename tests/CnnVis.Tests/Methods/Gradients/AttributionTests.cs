using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

public class AttributionTests
{
    [Theory]
    [InlineData("gradient")]
    [InlineData("saliency")]
    [InlineData("input-x-gradient")]
    [InlineData("guided-backprop")]
    [InlineData("deconvnet")]
    [InlineData("integrated-gradients")]
    [InlineData("integrated-gradients:20")]
    [InlineData("deep-lift")]
    public void Parse_OfAName_SaysItAgain(string text) => Assert.Equal(text, Attribution.Parse(text, null).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("occlusion")]
    [InlineData("integrated-gradients:0")]
    [InlineData("integrated-gradients:-3")]
    public void Parse_OfAnythingElse_SaysWhatIsPossible(string text) => Assert.Equal(
        "Give gradient, saliency, input-x-gradient, guided-backprop, deconvnet, integrated-gradients, integrated-gradients:STEPS or deep-lift.",
        Assert.Throws<FormatException>(() => Attribution.Parse(text, null)).Message);

    public static TheoryData<string, int[]> WrongArrays => new()
    {
        { "[] numbers", [] },
        { "[144] numbers", [144] },
        { "[144, 143] numbers", [144, 143] },
        { "[144, 144, 144] numbers", [144, 144, 144] },
    };

    [Theory]
    [MemberData(nameof(WrongArrays))]
    public void Of_NumbersThatDoNotFit_AreRefused(string given, int[] lengths)
    {
        using CnnModel model = SmallNetwork.Create().Load();
        var mine = Attribution.Of("mine", (_, _, _) => [.. lengths.Select(length => new float[length])]);

        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => model.Explain(SmallNetwork.Images(1)).For(0, 1).SmoothGrad(new() { Around = mine, Samples = 1 }));

        Assert.Equal($"The attribution 'mine' returned {given}; for 1 images and 2 targets it must return 2 arrays of 144 numbers.", refused.Message);
    }

    [Fact]
    public void IntegratedGradients_WithABoundOnTheGap_AreRefused() => Assert.Equal(
        "MaxGap is for IntegratedGradients() alone: leave it out and choose Steps.",
        Assert.Throws<ArgumentException>(() => Attribution.IntegratedGradients(new() { MaxGap = 0.1 })).Message);
}
