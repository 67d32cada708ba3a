namespace CnnVis.Tests.Support;

/// <summary>Numbers recorded from other programs (see make_golden.py beside them).</summary>
internal static class Golden
{
    public static NpyArray Load(string name) => NpyFile.Load(Path.Combine(RepositoryFolder.Root, "tests", "CnnVis.Tests", "Golden", name));

    public static RgbImage Picture()
    {
        NpyArray picture = Load("picture.npy");
        return new RgbImage(picture.Shape[1], picture.Shape[0], [.. picture.Values.Select(value => (byte)value)]);
    }
}
