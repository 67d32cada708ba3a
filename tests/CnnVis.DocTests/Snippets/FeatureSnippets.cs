using CnnVis.Skia;

namespace CnnVis.DocTests.Snippets;

/// <summary>The code about feature maps, run as it stands in the documentation.</summary>
[Collection(nameof(SnippetRuns))]
public sealed class FeatureSnippets(SnippetFolder folder)
{
    [Fact]
    public void Features()
    {
        using var model = CnnModel.Load("model.onnx", new() { Preprocessing = Preprocessing.ZeroToOne });
        RgbImage photo = ImageFile.Load("photo.jpg");
        Layer[] layers = [.. model.Layers.Where(layer => layer.Operator == "Relu")];

        #region tour
        // From edges to meaning: the most telling maps at each size, what a cell sees, and the answer.
        model.Tour(photo).Sheet().Save("tour.png");
        #endregion

        #region features
        // All maps of two layers, in one pass; those that tell places apart most come first.
        IReadOnlyList<FeatureMaps> maps = model.FeatureMaps(photo, layers[..2]);
        maps[0].Sheet(new() { Order = FeatureMapOrder.Variance, Most = 32 }).Save("features.png");

        // What the channels do for this photo: which are dead, which cannot say more.
        foreach (ChannelActivity channel in maps[0].Activity.Where(channel => channel.IsDead || channel.IsSaturated))
        {
            Console.WriteLine(channel);
        }
        #endregion

        #region unit
        // How one number came about: the patch that it sees, the kernel, their products, the bias, the activation.
        FeatureUnit unit = maps[0].Unit(channel: 3, row: 8, column: 5);
        unit.Draw().Save("unit.png");
        Console.WriteLine($"{unit} from {unit.Pixels}");
        #endregion

        #region receptive-field
        // What each cell of a layer can see of the input, and what one really looks at.
        ReceptiveField field = layers[1].ReceptiveField()!;
        Console.WriteLine($"{field.Rows.Size} pixels every {field.Rows.Stride}; cell 3,4 sees {field.PixelsOf(3, 4)}");

        EffectiveReceptiveField looksAt = layers[1].EffectiveReceptiveField([photo]);
        looksAt.Draw().Save("receptive-field.png");
        #endregion

        Assert.True(folder.Has("tour.png") && folder.Has("features.png") && folder.Has("unit.png") && folder.Has("receptive-field.png"));
        Assert.Equal(unit.Value, unit.Arithmetic!.Steps[^1].Value, 1e-4f);
    }
}
