using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

public class SaliencyTests
{
    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void SaliencyOfEveryChannel_OfReferenceNetworks_IsThePyTorchGradientsMagnitude(string name)
    {
        var reference = new ReferenceCase(name);

        float[] saliency = ReferenceMaps.Elements(reference, explainer => explainer.Saliency());

        Agreement.Within(1e-4, [.. reference.Numbers("gradient.npy").Values.Select(Math.Abs)], saliency, "saliency");
    }

    [Theory]
    [InlineData(ChannelReduction.Max, new float[] { 5, 3 })]
    [InlineData(ChannelReduction.Sum, new float[] { 8, 7 })]
    public void Saliency_OfTwoPixels_IsTheHandWorkedReduction(ChannelReduction reduction, float[] expected)
    {
        var shape = new ImageShape(3, 1, 2, TensorLayout.Nchw);
        using CnnModel model = SmallModel.ScoringPixels(shape, [1, 2, -5, 2, 2, -3], classes: 1).Load();

        Heatmap map = model.Explain(new ImageTensor(new float[6], shape)).For(0).Saliency(new() { Reduction = reduction }).Map;

        Assert.Equal(expected, map.Values.ToArray());
        Assert.Equal([1, 2, 5, 2, 2, 3], map.Elements.ToArray());
        Assert.False(map.IsSigned);
    }

    [Fact]
    public void SaliencyOptions_New_TakesTheStrongestChannel() => Assert.Equal(ChannelReduction.Max, new SaliencyOptions().Reduction);

    [Fact]
    public void Saliency_UnknownReduction_Throws()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Assert.Equal(
            "Reduction must be Max or Sum.",
            Assert.Throws<ArgumentException>(() => model.Explain(SmallNetwork.Images(1)).Saliency(new() { Reduction = (ChannelReduction)9 })).Message);
    }
}
