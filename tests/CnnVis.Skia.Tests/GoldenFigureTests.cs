namespace CnnVis.Skia.Tests;

/// <summary>Every view as a verified picture, in light and in dark.</summary>
public class GoldenFigureTests
{
    public static TheoryData<MapView, bool> Views
    {
        get
        {
            var views = new TheoryData<MapView, bool>();
            foreach (MapView view in Enum.GetValues<MapView>())
            {
                views.Add(view, false);
                views.Add(view, true);
            }

            return views;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void View_IsTheVerifiedPicture(MapView view, bool isDark) => GoldenPicture.Verify(
        Cat().Figure(new() { Views = [view], CellSize = 180, Predictions = 2, Caption = false, Theme = Theme(isDark) }).ToImage(),
        $"view-{view.ToString().ToLowerInvariant()}-{Name(isDark)}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Grid_IsTheVerifiedPicture(bool isDark)
    {
        Explanation cat = Cat();
        Explanation coffee = RealExplanations.Explain("cifar10.onnx", "coffee.png", "grad-cam");

        GoldenPicture.Verify(
            FigureGrid.Of([[cat], [coffee]], new() { Rows = ["cat", "coffee"], Columns = ["evidence"], Title = "Two photos", CellSize = 110, Theme = Theme(isDark) }).ToImage(),
            $"grid-{Name(isDark)}");
    }

    private static Explanation Cat() => RealExplanations.Explain("cifar10.onnx", "chelsea.png", "occlusion");

    private static FigureTheme Theme(bool isDark) => isDark ? FigureTheme.Dark : FigureTheme.Light;

    private static string Name(bool isDark) => isDark ? "dark" : "light";
}
