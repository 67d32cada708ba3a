using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

public class GuidedGradCamTests
{
    [Fact]
    public void GuidedGradCam_IsGuidedBackpropTimesThePositivePartOfGradCam()
    {
        var reference = new ReferenceCase("resnet");
        using CnnModel model = reference.Load();
        ImageTensor image = reference.Input.Slice(0);
        Explainer explainer = model.Explain(image).For(3, 5);

        Explanation both = explainer.GuidedGradCam();

        Explanation guided = explainer.GuidedBackprop();
        Explanation cam = explainer.GradCam();
        for (int target = 0; target < 2; target++)
        {
            Heatmap map = cam.Maps[target];
            float[] positive = [.. map.Values.ToArray().Select(value => Math.Max(value, 0))];
            float[] places = new Heatmap(positive, map.Height, map.Width, MapScaling.Stretched).Resize(image.Shape.Height, image.Shape.Width);
            float[] expected = [.. guided.Maps[target].Elements.ToArray().Select((signal, i) => signal * places[i % places.Length])];
            Agreement.Within(1e-5, expected, both.Maps[target].Elements, "product");
        }

        Assert.Contains(both.Notes, note => note.StartsWith("Layer: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_AsText_AreThoseOfGradCamAndGuidedBackprop()
    {
        ExplanationMethod method = ExplanationMethod.Get("guided-grad-cam");

        Assert.Equal(["fuse", "layers", "placement", "rectifiers"], method.OptionNames.Order());
    }

    [Fact]
    public void Options_NoSuchRectifiers_Throw()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Assert.Equal(
            "Rectifiers must be Relu or ReluAndClip.",
            Assert.Throws<ArgumentException>(
                () => model.Explain(SmallNetwork.Images(1)).GuidedGradCam(new() { Rectifiers = (Rectifiers)7 })).Message);
    }
}
