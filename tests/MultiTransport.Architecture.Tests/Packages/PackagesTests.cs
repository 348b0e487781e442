using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace MultiTransport.Architecture.Tests;

/// <summary>What <c>dotnet pack src/Packages.slnf</c> makes is whole: assembly, documentation, page, licence, and symbols beside it.</summary>
public sealed class PackagesTests(PackagesFixture packages) : IClassFixture<PackagesFixture>
{
    public static TheoryData<string, string[]> Packages => new()
    {
        { "MultiTransport.Protocol", [] },
        { "MultiTransport.Core", ["MultiTransport.Protocol"] },
        { "MultiTransport.AspNetCore", ["MultiTransport.Core"] },
        { "MultiTransport.Sqlite", ["Microsoft.Data.Sqlite", "MultiTransport.Core"] },
        { "MultiTransport.Client", ["MultiTransport.Protocol"] },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_what_it_needs_and_nothing_else(string id, string[] dependencies)
    {
        var files = packages.Read(id, "nupkg");

        Assert.Equal(["LICENSE", $"{id}.nuspec", "README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.NotEmpty(file.Value));
        var metadata = XDocument.Load(new MemoryStream(files[$"{id}.nuspec"])).Root!.Elements().Single();
        Assert.Equal((id, "MIT", "README.md"), (Value("id"), Value("license"), Value("readme")));
        Assert.False(string.IsNullOrWhiteSpace(Value("description")));
        var needed = metadata.Descendants().Where(element => element.Name.LocalName == "dependency").ToList();
        Assert.Equal(dependencies, needed.Select(element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        Assert.All(needed.Where(element => element.Attribute("id")!.Value.StartsWith("MultiTransport", StringComparison.Ordinal)), element => Assert.Equal(Value("version"), element.Attribute("version")!.Value));

        string Value(string name) => metadata.Elements().First(element => element.Name.LocalName == name).Value;
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Its_symbols_are_those_of_its_assembly(string id, string[] dependencies)
    {
        Assert.NotNull(dependencies);
        var symbols = packages.Read(id, "snupkg");
        using var assembly = new PEReader(new MemoryStream(packages.Read(id, "nupkg")[$"lib/net10.0/{id}.dll"]));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols[$"lib/net10.0/{id}.pdb"]));

        var entry = assembly.ReadDebugDirectory().Single(one => one.Type == DebugDirectoryEntryType.CodeView);
        Assert.Equal(assembly.ReadCodeViewDebugDirectoryData(entry).Guid, new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
        Assert.Contains(assembly.ReadDebugDirectory(), one => one.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Its_assembly_says_that_it_can_be_trimmed(string id, string[] dependencies)
    {
        Assert.NotNull(dependencies);
        using var assembly = new PEReader(new MemoryStream(packages.Read(id, "nupkg")[$"lib/net10.0/{id}.dll"]));
        var metadata = assembly.GetMetadataReader();
        var told = metadata.GetAssemblyDefinition().GetCustomAttributes().Select(handle => metadata.GetBlobReader(metadata.GetCustomAttribute(handle).Value)).Select(ReadPair);

        Assert.Contains(("IsTrimmable", "True"), told);
    }

    /// <summary>The two strings of an AssemblyMetadataAttribute; of other attributes nothing.</summary>
    private static (string?, string?) ReadPair(BlobReader value)
    {
        try
        {
            value.ReadUInt16();
            return (value.ReadSerializedString(), value.ReadSerializedString());
        }
        catch (BadImageFormatException)
        {
            return default;
        }
    }
}
