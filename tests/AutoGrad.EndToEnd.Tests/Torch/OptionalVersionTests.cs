using AutoGrad.Peer;

namespace AutoGrad.EndToEnd.Tests.Torch;

public class OptionalVersionTests
{
    [Fact]
    public void Only_the_version_named_becomes_weak()
    {
        byte[] library = ElfImage.Needing(("GLIBCXX_3.4", 0), ("GLIBCXX_3.4.32", 0), ("GLIBCXX_3.4.3", 0));

        Assert.Equal(1, OptionalVersion.Mark(library, "GLIBCXX_3.4.32"));

        Assert.Equal(ElfImage.Needing(("GLIBCXX_3.4", 0), ("GLIBCXX_3.4.32", ElfImage.Weak), ("GLIBCXX_3.4.3", 0)), library);
    }

    [Fact]
    public void A_version_that_is_weak_already_stays_as_it_is()
    {
        byte[] library = ElfImage.Needing(("GLIBCXX_3.4.32", ElfImage.Weak));

        Assert.Equal(0, OptionalVersion.Mark(library, "GLIBCXX_3.4.32"));

        Assert.Equal(ElfImage.Needing(("GLIBCXX_3.4.32", ElfImage.Weak)), library);
    }

    [Fact]
    public void A_library_that_does_not_ask_for_the_version_stays_as_it_is()
    {
        byte[] library = ElfImage.Needing(("GLIBCXX_3.4.30", 0));

        Assert.Equal(0, OptionalVersion.Mark(library, "GLIBCXX_3.4.32"));

        Assert.Equal(ElfImage.Needing(("GLIBCXX_3.4.30", 0)), library);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(200)]
    public void A_file_of_another_kind_stays_as_it_is(int length)
    {
        var file = new byte[length];

        Assert.Equal(0, OptionalVersion.Mark(file, "GLIBCXX_3.4.32"));

        Assert.All(file, value => Assert.Equal(0, value));
    }
}
