using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features;

public class TourTests
{
    public static TheoryData<string> Cases => ReferenceCase.Names;

    /// <summary>A stop for each size of map, in the order of the network, and the answer that the model gives.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Tour_OfReferenceNetworks_LeadsFromThePictureToTheAnswer(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        ImageTensor image = reference.Input.Slice(0);

        Tour tour = model.Tour(image);

        List<string> names = [.. model.Layers.Select(layer => layer.Name)];
        int[] positions = [.. tour.Stages.Select(stage => names.IndexOf(stage.Maps.Layer))];
        Assert.Equal(positions.Order(), positions);
        Assert.InRange(tour.Stages.Count, 3, 8);
        Assert.All(tour.Stages, stage => Assert.True(stage.Maps.Channels > 1));
        Assert.Equal(model.Predict(image).Top, tour.Prediction!.Top);
    }

    /// <summary>Of a residual network: what comes out of whole blocks, not a branch inside one.</summary>
    [Fact]
    public void Tour_OfAResidualNetwork_StopsBehindBlocks()
    {
        using CnnModel model = new ReferenceCase("resnet").Load();

        Tour tour = model.Tour(new ReferenceCase("resnet").Input.Slice(0));

        Assert.All(tour.Stages.Skip(1), stage => Assert.Equal("Relu", stage.Operator));
    }

    /// <summary>Turning the axes of the image is no stop: the tour begins behind the first layer with weights.</summary>
    [Fact]
    public void Tour_OfAnImageThatIsTurnedFirst_BeginsBehindTheFirstConvolution()
    {
        using CnnModel model = SmallNetwork.ChannelsLast().Load();

        Tour tour = model.Tour(new ImageTensor(Numbers.Seeded(6 * 8 * 3, 1), new ImageShape(3, 6, 8, TensorLayout.Nhwc)));

        Assert.DoesNotContain(tour.Stages, stage => stage.Operator == "Transpose");
    }

    [Fact]
    public void Tour_ThroughGivenLayers_StopsThere()
    {
        var reference = new ReferenceCase("vgg");
        using CnnModel model = reference.Load();
        Layer[] convolutions = [.. model.Layers.Where(layer => layer.Operator == "Conv")];

        Tour tour = model.Tour(reference.Input.Slice(0), convolutions);

        Assert.Equal(convolutions.Select(layer => layer.Name), tour.Stages.Select(stage => stage.Maps.Layer));
    }
}
