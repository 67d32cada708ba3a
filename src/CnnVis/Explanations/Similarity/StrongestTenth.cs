namespace CnnVis.Explanations.Similarity;

/// <summary>How far the strongest tenths of two maps are the same pixels.</summary>
internal static class StrongestTenth
{
    /// <summary>The share of one tenth that is in the other's, 0 to 1.</summary>
    public static double Shared(float[] first, float[] second)
    {
        double[] one = Memberships(first);
        double[] other = Memberships(second);
        return one.Zip(other, Math.Min).Sum() / Places(first.Length);
    }

    private static int Places(int pixels) => (pixels + 9) / 10;

    // 1 inside, 0 outside; equal numbers at the border share the places that are left.
    private static double[] Memberships(float[] map)
    {
        int places = Places(map.Length);
        float border = map.OrderDescending().ElementAt(places - 1);
        int above = map.Count(number => number > border);
        double shared = (places - above) / (double)map.Count(number => number == border);
        return Array.ConvertAll(map, number => number > border ? 1 : number == border ? shared : 0);
    }
}
