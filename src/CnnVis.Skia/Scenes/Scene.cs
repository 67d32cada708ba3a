namespace CnnVis.Skia.Scenes;

/// <summary>A drawing as a list of things, each at its place, in the order in which they are drawn. It can be written as pixels, SVG or PDF.</summary>
internal sealed class Scene
{
    public float Width { get; set; }

    public float Height { get; set; }

    public RgbValues Paper { get; init; } = 255;

    public List<SceneItem> Items { get; } = [];

    public void Add(SceneItem item) => Items.Add(item);
}
