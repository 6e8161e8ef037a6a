/* The part of Zephyr's header that the overlay uses, with the same values. */
#define DT_MEM_ARM(x) ((x) << 20)
#define ATTR_MPU_RAM_NOCACHE (1 << 1)
#define DT_MEM_ARM_MPU_RAM_NOCACHE DT_MEM_ARM(ATTR_MPU_RAM_NOCACHE)
