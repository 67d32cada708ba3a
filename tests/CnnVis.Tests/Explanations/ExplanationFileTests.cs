using CnnVis.Tests.Support;

namespace CnnVis.Tests.Explanations;

public class ExplanationFileTests
{
    [Theory]
    [InlineData(TensorLayout.Nchw)]
    [InlineData(TensorLayout.Nhwc)]
    public void Save_ThenLoad_GivesTheSameExplanation(TensorLayout layout)
    {
        using var folder = new TemporaryFolder();
        var shape = new ImageShape(3, 6, 8, layout);
        using CnnModel model = SmallModel.ScoringPixels(shape, Numbers.Seeded(shape.ElementCount * 3, 5), 3)
            .Load(new() { Labels = new(["a", "b", "c"]), Preprocessing = Preprocessing.ZeroToOne, Layout = layout });
        Explanation saved = model.Explain(Numbers.Picture(20, 10, 3)).For("b", "c").Occlusion(new() { Window = 3, Fill = Baseline.MeanColor });

        saved.Save(folder.File("why"));
        Explanation loaded = Explanation.Load(folder.File("why"));

        Assert.Equal(["why.json", "why.npy"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(saved.Maps.Select(map => map.Values.ToArray()), loaded.Maps.Select(map => map.Values.ToArray()));
        Assert.Equal((saved.Method, saved.Model, saved.ForwardPasses, saved.InputShape), (loaded.Method, loaded.Model, loaded.ForwardPasses, loaded.InputShape));
        Assert.Equal(saved.Options, loaded.Options);
        Assert.Equal(saved.Targets, loaded.Targets);
        Assert.Equal(saved.Prediction, loaded.Prediction);
        Assert.Equal(saved.Geometry, loaded.Geometry);
        Assert.Equal(saved.Notes, loaded.Notes);
        Assert.Null(loaded.Picture);
    }

    [Theory]
    [InlineData(TensorLayout.Nchw, 3, 6, 8)]
    [InlineData(TensorLayout.Nhwc, 6, 8, 3)]
    public void Save_OfAMapThatTellsChannelsApart_KeepsItsElements(TensorLayout layout, params int[] dimensions)
    {
        using var folder = new TemporaryFolder();
        var shape = new ImageShape(3, 6, 8, layout);
        using CnnModel model = SmallModel.ScoringPixels(shape, Numbers.Seeded(shape.ElementCount * 3, 5), 3).Load(new() { Layout = layout });
        Explanation saved = model.Explain(new ImageTensor(Numbers.Seeded(shape.ElementCount, 2), shape)).For(2, 0).Gradient();

        saved.Save(folder.File("why"));
        Explanation loaded = Explanation.Load(folder.File("why"));

        Assert.Equal([2, .. dimensions], NpyFile.Load(folder.File("why.npy")).Shape);
        Assert.Equal(saved.Maps.Select(map => map.Elements.ToArray()), loaded.Maps.Select(map => map.Elements.ToArray()));
        Assert.Equal(saved.Maps.Select(map => map.Values.ToArray()), loaded.Maps.Select(map => map.Values.ToArray()));
        Assert.Equal((shape, true), (loaded.Map.InputShape, loaded.Map.IsSigned));
        Assert.Equal((saved.ForwardPasses, saved.BackwardPasses), (loaded.ForwardPasses, loaded.BackwardPasses));
    }

    [Fact]
    public void Save_KeepsHowTheMapIsScaledAndWhereItsCellsLie()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = SmallNetwork.Create().Load();
        var map = new Heatmap([1, -2, 3, 4], 2, 2, MapScaling.PositivePart) { Cells = new CellGrid(0.1, 0.2, 0.3, 0.4) };
        Explanation saved = model.Explain(SmallNetwork.Images(1)).Run("Test", new { }, _ => [map]);

        saved.Save(folder.File("why"));
        Heatmap loaded = Explanation.Load(folder.File("why")).Map;

        Assert.Equal((map.Scaling, map.Cells), (loaded.Scaling, loaded.Cells));
        Assert.Equal(map.Scaled(6, 8), loaded.Scaled(6, 8));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    public void Load_Damaged_SaysSo(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x.npy"), NpyFile.ToBytes([1], [1, 1, 1]));
        File.WriteAllText(folder.File("x.json"), json);

        Assert.Contains("x: this is not a saved explanation", Assert.Throws<CnnVisException>(() => Explanation.Load(folder.File("x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Missing_SaysSo() => Assert.Throws<CnnVisException>(() => Explanation.Load("nowhere"));

    [Fact]
    public void Scaled_Signed_KeepsZeroAndReachesOne()
    {
        var map = new Heatmap([-2, 0, 1, 4], 2, 2, MapScaling.Symmetric);

        Assert.Equal([-0.5f, 0, 0.25f, 1], map.Scaled(2, 2));
    }

    [Fact]
    public void Scaled_Unsigned_StretchesFromZeroToOne()
    {
        Assert.Equal([0, 0.5f, 0.75f, 1], new Heatmap([2, 4, 5, 6], 2, 2, MapScaling.Stretched).Scaled(2, 2));
        Assert.Equal([0, 0, 0, 0], new Heatmap([3, 3, 3, 3], 2, 2, MapScaling.Stretched).Scaled(2, 2));
    }
}
