namespace CnnVis;

/// <summary>Where the cells of a layer's map lie on the image.</summary>
public enum MapPlacement
{
    /// <summary>The cells share the image evenly, whatever they see of it.</summary>
    Stretch = 0,

    /// <summary>
    /// Each cell's centre lies in the middle of what the cell can see of the image, by the strides and paddings of the network. Where strides are
    /// large, stretching is off by up to half a cell.
    /// </summary>
    ReceptiveField,
}
