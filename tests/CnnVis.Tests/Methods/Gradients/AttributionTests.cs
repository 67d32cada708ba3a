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

    [Fact]
    public void IntegratedGradients_WithABoundOnTheGap_AreRefused() => Assert.Equal(
        "MaxGap is for IntegratedGradients() alone: leave it out and choose Steps.",
        Assert.Throws<ArgumentException>(() => Attribution.IntegratedGradients(new() { MaxGap = 0.1 })).Message);
}
